using System.Threading.Channels;
using Messenger.ClientHost.Terminal;

namespace Messenger.ClientHost.Tests.Terminal;

/// <summary>A terminal that a test writes to, and that keeps what it was told to show.</summary>
internal sealed class TerminalDouble(bool isInteractive = false) : ITerminal
{
    private readonly Channel<string> _input = Channel.CreateUnbounded<string>();

    // Guards _output. Nothing else is taken under it.
    private readonly Lock _outputLock = new();
    private readonly List<string> _output = [];

    public bool IsInteractive => isInteractive;

    /// <summary>What was shown and said and asked: a page is one string, and so is every line that was said or asked.</summary>
    public string[] Output
    {
        get
        {
            lock (_outputLock)
            {
                return [.. _output];
            }
        }
    }

    public void Type(params string[] lines)
    {
        foreach (string line in lines)
        {
            Assert.IsTrue(_input.Writer.TryWrite(line));
        }
    }

    public void EndInput() => _input.Writer.Complete();

    /// <summary>Waits until something is on it, so many times.</summary>
    public Task UntilAsync(string text, int times = 1) =>
        Patience.Until(() => Output.Count(shown => shown == text) >= times, $"'{text}', {times} times, in:\n{string.Join('\n', Output)}");

    public void Show(Page page) => Add(string.Join('\n', page.Lines.Prepend(page.Heading)));

    public void Say(params IReadOnlyList<Line> lines)
    {
        foreach (Line line in lines)
        {
            Add(line.ToString());
        }
    }

    public async Task<string?> ReadLineAsync(string? prompt, CancellationToken cancellationToken)
    {
        if (prompt is not null)
        {
            Add(prompt);
        }

        return await _input.Reader.WaitToReadAsync(cancellationToken) && _input.Reader.TryRead(out string? line) ? line : null;
    }

    private void Add(string text)
    {
        lock (_outputLock)
        {
            _output.Add(text);
        }
    }
}
