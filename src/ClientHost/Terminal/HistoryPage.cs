namespace Messenger.ClientHost.Terminal;

/// <summary>How a room's history is shown.</summary>
internal static class HistoryPage
{
    /// <summary>A heading and the messages under it, or the sentence that there are none.</summary>
    /// <param name="texts">The language.</param>
    /// <param name="heading">The heading's text, with the id in it.</param>
    /// <param name="messages">The messages, oldest first.</param>
    /// <param name="isCut">Whether there are older ones.</param>
    public static Page Of(Texts texts, string heading, IReadOnlyCollection<RoomMessage> messages, bool isCut)
    {
        List<Line> lines = new(messages.Count + 1);
        if (messages.Count == 0)
        {
            lines.Add(new Line(texts.NoMessages, TextRole.Faint));
        }
        else if (isCut)
        {
            lines.Add(new Line(Texts.Fill(texts.OlderLeftOut, messages.Count), TextRole.Faint));
        }

        lines.AddRange(messages.SelectMany(message => message.Lines));
        return new Page(new Line(heading, TextRole.Heading), lines);
    }
}
