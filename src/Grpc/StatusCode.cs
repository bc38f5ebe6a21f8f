namespace Messenger.Grpc;

/// <summary>How a call ended; the numbers and meanings are gRPC's (grpc/doc/statuscodes.md).</summary>
public enum StatusCode
{
    /// <summary>Not an error.</summary>
    OK = 0,

    /// <summary>The call was cancelled, mostly by the caller.</summary>
    Cancelled = 1,

    /// <summary>An error that says nothing more about itself.</summary>
    Unknown = 2,

    /// <summary>The request is wrong, whatever state the server is in.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed first; the call may have had its effect all the same.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for is not there.</summary>
    NotFound = 5,

    /// <summary>What was to be made is there already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A limit was reached.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the call needs.</summary>
    FailedPrecondition = 9,

    /// <summary>The call lost against a concurrent one.</summary>
    Aborted = 10,

    /// <summary>The request reaches beyond what there is.</summary>
    OutOfRange = 11,

    /// <summary>The server has no such method.</summary>
    Unimplemented = 12,

    /// <summary>An invariant is broken, of the protocol or of a side.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached or does not take calls now; trying again may help.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or corrupted for good.</summary>
    DataLoss = 15,

    /// <summary>The caller is not authenticated.</summary>
    Unauthenticated = 16,
}
