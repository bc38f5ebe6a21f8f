using Messenger.Chat;
using Messenger.Grpc;
using Messenger.Journal;

namespace Messenger.ServerHost;

/// <summary>The gRPC status that stands for each refusal of the chat, in the words of one contract.</summary>
/// <param name="author">The contract's name of the field that says who speaks.</param>
/// <param name="text">The contract's name of the field that says what.</param>
/// <param name="idempotencyKey">The contract's name of what makes a retry safe.</param>
internal sealed class ChatStatus(string author, string text, string idempotencyKey)
{
    /// <summary>How calls end when the server stops.</summary>
    public static readonly Status Stopping = new(StatusCode.Unavailable, "The server is stopping.");

    /// <summary>The status of an exception; null if it is none of the chat's, but a defect.</summary>
    public Status? Of(Exception exception) => exception switch
    {
        InvalidFieldException e => new Status(StatusCode.InvalidArgument, $"'{NameOf(e.Field)}' {e.Problem}"),
        RoomNotFoundException => new Status(StatusCode.NotFound, exception.Message),
        IdempotencyConflictException => new Status(StatusCode.AlreadyExists, exception.Message),
        TooManyRoomsException => new Status(StatusCode.ResourceExhausted, exception.Message),
        JournalBusyException => new Status(StatusCode.ResourceExhausted, exception.Message),
        JournalUnavailableException => new Status(StatusCode.Unavailable, exception.Message),
        JournalClosedException => Stopping,
        CursorOutOfRangeException => new Status(StatusCode.OutOfRange, exception.Message),
        MessagesLostException => new Status(StatusCode.DataLoss, exception.Message),
        _ => null,
    };

    private string NameOf(string field) => field switch
    {
        "author" => author,
        "text" => text,
        "idempotencyKey" => idempotencyKey,
        _ => field,
    };
}
