using Messenger.Contracts.Rooms;

namespace Messenger.ClientHost.Http;

/// <summary>A message, as the HTTP API shows it.</summary>
/// <param name="Id">Unique among the messages of the server.</param>
/// <param name="Sequence">Its number in the room; 0 where the server does not number.</param>
/// <param name="Author">Who said it.</param>
/// <param name="Text">What was said.</param>
/// <param name="SendTime">When it was accepted: RFC 3339, nine digits.</param>
internal sealed record ApiMessage(string Id, long Sequence, string Author, string Text, string SendTime)
{
    public static ApiMessage From(Message message) =>
        new(message.Id, message.Sequence, message.AuthorId, message.Content, TimeOf(message).ToString());

    // Some servers say it in seconds only.
    private static SendTime TimeOf(Message message) =>
        message.SendTime is { } time ? ClientHost.SendTime.From(time) : new SendTime(message.Timestamp, 0);
}
