using System.Globalization;
using System.Text;

namespace Messenger.ClientHost.Terminal;

/// <summary>
/// Text from elsewhere, so that a terminal shows it and obeys nothing in it: control characters become their pictures (␛ for escape), and
/// what turns the direction of writing or breaks lines unseen becomes its code (\u202E).
/// </summary>
internal static class VisibleText
{
    private const int ControlPictures = 0x2400;
    private const char DeletePicture = '␡';

    /// <summary>The text in one line.</summary>
    public static string Of(string text)
    {
        var visible = new StringBuilder(text.Length);

        // Half a surrogate pair comes out as U+FFFD.
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                < 0x20 => visible.Append((char)(ControlPictures + rune.Value)),
                0x7F => visible.Append(DeletePicture),
                _ when IsUnseen(rune) => visible.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
                _ => visible.Append(rune.ToString()),
            };
        }

        return visible.ToString();
    }

    /// <summary>The lines of a text, as its author broke it, each for <see cref="Of"/>.</summary>
    public static string[] LinesOf(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');

    private static bool IsUnseen(Rune rune) => rune.Value switch
    {
        // The marks and overrides of the bidirectional algorithm, and the deprecated ones beside them.
        0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x206F) => true,
        _ => Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };
}
