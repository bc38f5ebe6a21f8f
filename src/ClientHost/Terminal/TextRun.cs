namespace Messenger.ClientHost.Terminal;

/// <summary>A piece of a line in one style. Whatever it is made of, it holds nothing that drives a terminal.</summary>
internal readonly record struct TextRun
{
    public TextRun(string text, TextRole role = TextRole.Plain)
    {
        Text = VisibleText.Of(text);
        Role = role;
        Key = Text;
    }

    public string Text { get; private init; }

    public TextRole Role { get; }

    /// <summary>What decides the colour where the role has several: the whole text that this is a part of.</summary>
    public string Key { get; }

    /// <summary>A part of it, in its style.</summary>
    public TextRun With(string part) => this with { Text = VisibleText.Of(part) };
}
