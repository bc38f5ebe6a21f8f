using Messenger.Chat;
using Messenger.Grpc;
using Messenger.Journal;

namespace Messenger.ServerHost.Metrics;

/// <summary>Tells why a call was refused.</summary>
internal static class Refusal
{
    /// <summary>The reason; null for a call that went well, or that its client has ended.</summary>
    /// <param name="status">The status that the call ended with.</param>
    /// <param name="cause">What the status stands for, where that is known.</param>
    public static RefusalReason? Of(Status status, Exception? cause) => cause switch
    {
        TooManyRoomsException => RefusalReason.TooManyRooms,
        JournalBusyException => RefusalReason.JournalBusy,
        JournalUnavailableException => RefusalReason.JournalUnavailable,
        _ => Of(status.StatusCode),
    };

    private static RefusalReason? Of(StatusCode status) => status switch
    {
        StatusCode.OK or StatusCode.Cancelled or StatusCode.DeadlineExceeded => null,
        StatusCode.InvalidArgument => RefusalReason.InvalidArgument,
        StatusCode.NotFound => RefusalReason.NotFound,
        StatusCode.AlreadyExists => RefusalReason.KeyConflict,
        StatusCode.ResourceExhausted => RefusalReason.ResourceExhausted,
        StatusCode.Aborted => RefusalReason.NotRead,
        StatusCode.OutOfRange => RefusalReason.CursorOutOfRange,
        StatusCode.Unimplemented => RefusalReason.UnknownMethod,
        StatusCode.Internal => RefusalReason.BadRequest,
        StatusCode.Unavailable => RefusalReason.Stopping,
        StatusCode.DataLoss => RefusalReason.MessagesLost,
        _ => RefusalReason.Failed,
    };
}
