using Spectre.Console;

namespace Messenger.ClientHost.Terminal;

/// <summary>Styles of what is shown. An author has the same colour everywhere and always.</summary>
internal static class Palette
{
    // Readable on dark and on light.
    private static readonly Style[] Authors =
    [
        .. new[] { 32, 35, 38, 68, 71, 99, 130, 133, 136, 161, 166, 172 }
            .Select(color => new Style(Color.FromInt32(color), decoration: Decoration.Bold)),
    ];

    private static readonly Style Heading = new(decoration: Decoration.Bold);
    private static readonly Style Faint = new(decoration: Decoration.Dim);
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Warning = new(Color.Olive);

    public static Style StyleOf(TextRun run) => run.Role switch
    {
        TextRole.Heading => Heading,
        TextRole.Faint => Faint,
        TextRole.Author => Authors[HashOf(run.Key) % (uint)Authors.Length],
        TextRole.Good => Good,
        TextRole.Warning => Warning,
        _ => Style.Plain,
    };

    // FNV-1a: the framework's own hash is another one in each process.
    private static uint HashOf(string text)
    {
        uint hash = 2_166_136_261;
        foreach (char character in text)
        {
            hash = (hash ^ character) * 16_777_619;
        }

        return hash;
    }
}
