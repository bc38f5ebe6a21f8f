namespace Messenger.ServerHost.Metrics;

/// <summary>Why a call was refused, or ended by the server.</summary>
internal enum RefusalReason
{
    /// <summary>A field or a header is not what is allowed.</summary>
    InvalidArgument,

    /// <summary>There is no such room, or whatever else was named.</summary>
    NotFound,

    /// <summary>There is no such method.</summary>
    UnknownMethod,

    /// <summary>The idempotency key is that of another message.</summary>
    KeyConflict,

    /// <summary>There are as many rooms as are allowed.</summary>
    TooManyRooms,

    /// <summary>Too many messages wait for their commit.</summary>
    JournalBusy,

    /// <summary>The journal cannot write or read.</summary>
    JournalUnavailable,

    /// <summary>The server stops.</summary>
    Stopping,

    /// <summary>A reader wants to go on where that is not possible.</summary>
    CursorOutOfRange,

    /// <summary>A reader fell behind what the journal keeps.</summary>
    MessagesLost,

    /// <summary>The client does not read its stream.</summary>
    NotRead,

    /// <summary>Too large a message, or too many histories at once.</summary>
    ResourceExhausted,

    /// <summary>The request is none of gRPC's, or is cut short.</summary>
    BadRequest,

    /// <summary>A defect of the server; its log says more.</summary>
    Failed,
}
