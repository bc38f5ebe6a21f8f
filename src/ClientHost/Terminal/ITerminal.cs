namespace Messenger.ClientHost.Terminal;

/// <summary>
/// What the client is used through: shows, and reads lines. One line is read at a time; showing and saying may be done from any thread
/// meanwhile.
/// </summary>
internal interface ITerminal
{
    /// <summary>
    /// Whether somebody sits at it who sees what happens while typing. Otherwise a script writes: what a line of it leads to is shown
    /// before the next is read.
    /// </summary>
    bool IsInteractive { get; }

    /// <summary>Shows a page in place of the one before. What was said stays.</summary>
    void Show(Page page);

    /// <summary>
    /// Says something below the page. A terminal that can take it away again does so when the user has entered the next line.
    /// </summary>
    void Say(params IReadOnlyList<Line> lines);

    /// <summary>Reads a line.</summary>
    /// <param name="prompt">What is asked for; null goes on with what was asked before.</param>
    /// <param name="cancellationToken">Ends the wait; what was typed of the line is forgotten.</param>
    /// <returns>Null at the end of the input: the user wants to leave.</returns>
    Task<string?> ReadLineAsync(string? prompt, CancellationToken cancellationToken);
}
