namespace Messenger.ClientHost.Terminal;

/// <summary>What a piece of text is, which decides how a terminal with colours shows it.</summary>
internal enum TextRole
{
    /// <summary>Nothing special.</summary>
    Plain,

    /// <summary>Heads what follows.</summary>
    Heading,

    /// <summary>Matters less than what is around it.</summary>
    Faint,

    /// <summary>An author's name: each has a colour.</summary>
    Author,

    /// <summary>Something went well.</summary>
    Good,

    /// <summary>Something went wrong.</summary>
    Warning,
}
