using Messenger.Contracts.Rooms;

namespace Messenger.ClientHost.Terminal;

/// <summary>A message of a room as the client keeps it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sequence">Its number in the room; null from a server that does not number.</param>
/// <param name="Timestamp">When it was accepted, in Unix seconds.</param>
/// <param name="Author">Who said it.</param>
/// <param name="Text">What was said.</param>
internal sealed record RoomMessage(string Id, long? Sequence, long Timestamp, string Author, string Text)
{
    private const string Indent = "    ";

    private Line[]? _lines;

    /// <summary>How it is shown: <c>[1697051234] Алиса: Привет</c>; the further lines of its text are indented.</summary>
    public IReadOnlyList<Line> Lines => _lines ??= ToLines();

    /// <summary>A message as a server sends it; one without anything in it where the server sends none.</summary>
    public static RoomMessage From(Message? message)
    {
        message ??= new Message();
        return new RoomMessage(
            message.Id, message.Sequence == 0 ? null : message.Sequence, message.Timestamp, message.AuthorId, message.Content);
    }

    private Line[] ToLines()
    {
        string[] text = VisibleText.LinesOf(Text);
        return
        [
            new Line(new TextRun($"[{Timestamp}] ", TextRole.Faint), new TextRun(Author, TextRole.Author), new TextRun($": {text[0]}")),
            .. text.Skip(1).Select(line => new Line(Indent + line)),
        ];
    }
}
