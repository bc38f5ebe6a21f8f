using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Messenger.Journal.Tests;

/// <summary>A journal in a process of its own: test/JournalChild. Disposing of it kills it, if it has not ended.</summary>
internal sealed class JournalProcess : IAsyncDisposable
{
    // A line that a kill has cut short does not end so.
    private const string EndOfLine = " .";

    private readonly Process _process;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _waiting = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _allRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<string> _onLine;
    private int _commands;

    private JournalProcess(string path, Action<string> onLine, IReadOnlyDictionary<string, string> environment)
    {
        _onLine = onLine;
        var start = new ProcessStartInfo("dotnet", [ProgramPath(), path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts one and waits until its journal is open.</summary>
    /// <param name="path">The journal's file.</param>
    /// <param name="onLine">Gets what it says by itself, line by line.</param>
    /// <param name="environment">What its environment has besides.</param>
    /// <exception cref="JournalOpenException">It could not open it.</exception>
    public static async Task<JournalProcess> OpenAsync(
        string path, Action<string>? onLine = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var process = new JournalProcess(path, onLine ?? (_ => { }), environment ?? new Dictionary<string, string>());
        try
        {
            await process._open.Task.Within();
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async Task<JournalEntry> AppendAsync(string roomId, string author, string text, string? idempotencyKey = null) =>
        Entry(await AskAsync("append", $"{roomId} {author} {text}{(idempotencyKey is null ? "" : $" {idempotencyKey}")}"));

    public Task CreateRoomAsync(string id) => AskAsync("create", id);

    public async Task<List<JournalEntry>> ReadAllAsync(string roomId)
    {
        string answer = await AskAsync("read", roomId);
        return [.. answer.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(Entry)];
    }

    /// <summary>Tells it something that has no answer.</summary>
    public void Tell(string command)
    {
        lock (_process)
        {
            _process.StandardInput.WriteLine(command);
            _process.StandardInput.Flush();
        }
    }

    /// <summary>Ends it without a word, as a crash does, and waits until all that it had said is read.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().Within();
        await _allRead.Task.Within();
    }

    /// <summary>Lets it close its journal, and waits until it has ended.</summary>
    public async Task CloseAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().Within();
        await _allRead.Task.Within();
        Assert.AreEqual(0, _process.ExitCode, string.Join('\n', _errors));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync().Within();
        _process.Dispose();
    }

    /// <summary>An entry as it stands in a line.</summary>
    public static JournalEntry Entry(string line)
    {
        string[] words = line.Split(' ');
        return new JournalEntry(
            words[0], long.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture), words[3], words[4]);
    }

    private static string ProgramPath()
    {
        // The tests and the program are built in the same configuration, each into its project's own folder.
        string[] output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        string path = Path.Combine(
            Repository.Root, "test", "JournalChild", "bin", output[^2], output[^1], "Messenger.JournalChild.dll");
        Assert.IsTrue(File.Exists(path), $"{path} is not built.");
        return path;
    }

    private async Task<string> AskAsync(string command, string arguments)
    {
        int number = Interlocked.Increment(ref _commands);
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[number] = answer;
        Tell($"{command} {number} {arguments}");
        return await answer.Task.Within();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            var ended = new InvalidOperationException($"The journal's process has ended. {string.Join('\n', _errors)}");
            _open.TrySetException(ended);
            foreach (TaskCompletionSource<string> waiting in _waiting.Values)
            {
                waiting.TrySetException(ended);
            }

            _allRead.TrySetResult();
        }
        else if (line.EndsWith(EndOfLine, StringComparison.Ordinal))
        {
            Understand(line[..^EndOfLine.Length]);
        }
    }

    private void Understand(string line)
    {
        string[] words = line.Split(' ', 4);
        switch (words[0])
        {
            case "open":
                _open.TrySetResult();
                break;
            case "refused":
                _open.TrySetException(new JournalOpenException(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
                break;
            case "done":
                Answered(words[1]).TrySetResult(line.Split(' ', 3)[2]);
                break;
            case "failed":
                Answered(words[1]).TrySetException(Failure(words[2], words[3]));
                break;
            default:
                _onLine(line);
                break;
        }
    }

    private TaskCompletionSource<string> Answered(string number) => _waiting[int.Parse(number, CultureInfo.InvariantCulture)];

    private static Exception Failure(string type, string message) => type switch
    {
        nameof(JournalUnavailableException) => new JournalUnavailableException(message),
        nameof(JournalClosedException) => new JournalClosedException(),
        nameof(IdempotencyConflictException) => new IdempotencyConflictException(message),
        _ => new InvalidOperationException($"{type}: {message}"),
    };
}
