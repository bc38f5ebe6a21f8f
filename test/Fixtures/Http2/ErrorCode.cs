namespace Messenger.Fixtures;

/// <summary>RFC 9113, section 7.</summary>
public enum ErrorCode : uint
{
    NoError = 0,
    ProtocolError = 1,
    InternalError = 2,
    RefusedStream = 7,
    Cancel = 8,
    EnhanceYourCalm = 11,
    InadequateSecurity = 12,
}
