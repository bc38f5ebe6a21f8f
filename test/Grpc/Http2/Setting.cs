namespace Messenger.Grpc.Tests;

/// <summary>RFC 9113, section 6.5.2.</summary>
internal enum Setting : ushort
{
    HeaderTableSize = 1,
    MaxConcurrentStreams = 3,
    InitialWindowSize = 4,
}
