namespace Messenger.EndToEnd.Fixtures;

/// <summary>The terminal client with a script at its input, and a pipe at its output.</summary>
internal sealed class ScriptedTerminal : IAsyncDisposable
{
    private readonly HostProcess _process;

    private ScriptedTerminal(HostProcess process)
    {
        _process = process;
    }

    /// <summary>What it has written so far.</summary>
    public string[] Lines => [.. _process.Log];

    /// <summary>What it has said on the error stream so far.</summary>
    public IReadOnlyCollection<string> Errors => _process.Errors;

    /// <summary>The history of a room that it has shown last.</summary>
    public string[] LastHistory
    {
        get
        {
            string[] lines = Lines;
            int heading = Array.FindLastIndex(lines, line => line.StartsWith("=== История комнаты ", StringComparison.Ordinal));
            return [.. lines.Skip(heading).TakeWhile(line => line is ['=', ..] or ['[', ..] or [' ', ..])];
        }
    }

    public static ScriptedTerminal Start(int serverPort, params string[] arguments) => new(HostProcess.StartWithInput(
        "ClientHost", new Dictionary<string, string>(), ["chat", "--server-addr", $"localhost:{serverPort}", .. arguments]));

    /// <summary>Enters lines.</summary>
    public async Task TypeAsync(params string[] lines)
    {
        foreach (string line in lines)
        {
            await _process.Input.WriteLineAsync(line).Within();
        }

        await _process.Input.FlushAsync().Within();
    }

    /// <summary>Waits until a line was written, so many times.</summary>
    public Task UntilAsync(string line, int times = 1) =>
        Patience.Until(() => Lines.Count(written => written == line) >= times, $"'{line}', {times} times");

    /// <summary>Waits until the last history that was shown has these authors and texts.</summary>
    public Task UntilHistoryAsync(params string[] messages) => Patience.Until(
        () => LastHistory.Skip(1).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]).SequenceEqual(messages),
        string.Join(" / ", messages));

    /// <summary>Makes a room.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateRoomAsync(string name, string? shownName = null)
    {
        await TypeAsync("1", name, "");
        string beginning = $"Создана комната: {shownName ?? name} (";
        await Patience.Until(() => Lines.Any(line => line.StartsWith(beginning, StringComparison.Ordinal)), beginning);
        return Lines.Last(line => line.StartsWith(beginning, StringComparison.Ordinal))[beginning.Length..^1];
    }

    public void EndInput() => _process.Input.Close();

    public void Terminate() => _process.Terminate();

    /// <summary>Waits until it has ended, and returns its exit code.</summary>
    public Task<int> ExitCodeAsync() => _process.ExitCodeAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
