namespace Messenger.Chaos;

/// <summary>Texts: each begins with a name of its own. Most are short, some fill a connection's windows soon.</summary>
internal static class SentText
{
    public static string Of(string name, Random choices) => $"{name} {new string('x', LengthBy(choices))}";

    public static string NameOf(string text) => text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end ? text[..end] : text;

    private static int LengthBy(Random choices) => choices.Next(20) switch
    {
        0 => choices.Next(4_000, 30_000),
        < 6 => choices.Next(500, 2_000),
        _ => choices.Next(1, 100),
    };
}
