using System.Globalization;

namespace Messenger.ClientHost.Events;

/// <summary>How far a reader of events is: the id of a <c>message</c> event, and what <c>Last-Event-ID</c> says.</summary>
/// <param name="Room">The room.</param>
/// <param name="Sequence">The last message that was received; 0 before the first.</param>
/// <param name="Journal">The journal that this is a sequence of; null for that of now.</param>
internal readonly record struct EventCursor(string Room, long Sequence, string? Journal)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, out EventCursor cursor)
    {
        cursor = default;
        int at = text.LastIndexOf('@');
        int slash = at < 0 ? -1 : text.LastIndexOf('/', at);
        if (slash <= 0 || at == text.Length - 1 || !TryParseSequence(text.AsSpan(slash + 1, at - slash - 1), out long sequence))
        {
            return false;
        }

        cursor = new EventCursor(text[..slash], sequence, text[(at + 1)..]);
        return true;
    }

    /// <summary>Reads a sequence: digits, and nothing else.</summary>
    public static bool TryParseSequence(ReadOnlySpan<char> text, out long sequence) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out sequence);

    /// <summary><c>{room}/{sequence}@{journal}</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Room}/{Sequence}@{Journal}");
}
