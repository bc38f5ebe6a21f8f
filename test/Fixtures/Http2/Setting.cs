namespace Messenger.Fixtures;

/// <summary>RFC 9113, section 6.5.2.</summary>
public enum Setting : ushort
{
    HeaderTableSize = 1,
    MaxConcurrentStreams = 3,
    InitialWindowSize = 4,
}
