using Messenger.Chat;
using Messenger.Grpc;
using Messenger.Journal;

namespace Messenger.ServerHost;

/// <summary>The gRPC status that stands for each refusal of the chat.</summary>
internal static class ChatStatus
{
    /// <summary>The status of an exception; null if it is none of the chat's, but a defect.</summary>
    public static Status? Of(Exception exception) => exception switch
    {
        InvalidFieldException => new Status(StatusCode.InvalidArgument, exception.Message),
        RoomNotFoundException => new Status(StatusCode.NotFound, exception.Message),
        TooManyRoomsException => new Status(StatusCode.ResourceExhausted, exception.Message),
        JournalBusyException => new Status(StatusCode.ResourceExhausted, exception.Message),
        JournalUnavailableException => new Status(StatusCode.Unavailable, exception.Message),
        JournalClosedException => new Status(StatusCode.Unavailable, exception.Message),
        CursorOutOfRangeException => new Status(StatusCode.OutOfRange, exception.Message),
        MessagesLostException => new Status(StatusCode.DataLoss, exception.Message),
        _ => null,
    };
}
