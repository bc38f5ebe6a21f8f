namespace Messenger.ClientHost.Terminal;

/// <summary>Input and output that are no terminal: plain text, line by line, unwrapped, each line flushed.</summary>
internal sealed class PlainTerminal : ITerminal
{
    private readonly InputQueue<InputLine> _input;

    // Guards _output, so that a page is written in one piece. Taken alone; writing waits for who reads it, and nobody else needs the lock.
    private readonly Lock _outputLock = new();
    private readonly TextWriter _output;

    public PlainTerminal(TextReader input, TextWriter output)
    {
        _input = new InputQueue<InputLine>(1, () => input.ReadLine() is { } line ? new InputLine(line) : null);
        _output = output;
    }

    public bool IsInteractive => false;

    public void Show(Page page)
    {
        lock (_outputLock)
        {
            _output.WriteLine();
            Write([page.Heading, .. page.Lines]);
        }
    }

    public void Say(params IReadOnlyList<Line> lines)
    {
        lock (_outputLock)
        {
            Write(lines);
        }
    }

    public async Task<string?> ReadLineAsync(string? prompt, CancellationToken cancellationToken)
    {
        if (prompt is not null)
        {
            Say(new Line(prompt));
        }

        return await _input.WaitAsync(cancellationToken) && _input.TryRead(out InputLine line) ? line.Text : null;
    }

    private void Write(IReadOnlyList<Line> lines)
    {
        foreach (Line line in lines)
        {
            _output.WriteLine(line.ToString());
        }

        _output.Flush();
    }

    private readonly record struct InputLine(string Text);
}
