using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Messenger.Interop;

/// <summary>
/// A script of python/ as a process that takes commands; see commands.py. Disposing it kills it, and prints what it has written to its
/// error stream.
/// </summary>
internal sealed class PythonProcess : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    private readonly Process _process;
    private readonly string _script;
    private readonly Task<string> _errors;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _answers = new();
    private readonly SemaphoreSlim _input = new(1);
    private int _commands;

    private PythonProcess(Python python, string script, string[] arguments)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "python", script);
        var start = new ProcessStartInfo(python.Interpreter, [path, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONPATH"] = python.Stubs;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        _script = script;
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
        _ = ReadAnswersAsync();
    }

    public static async Task<PythonProcess> StartAsync(string script, params string[] arguments) =>
        new(await Python.RequireAsync(), script, arguments);

    /// <summary>Has a command done, and returns its result.</summary>
    /// <exception cref="InvalidOperationException">The script has failed, or has ended.</exception>
    public async Task<T> AskAsync<T>(string command, params (string Name, object? Value)[] arguments)
    {
        int id = Interlocked.Increment(ref _commands);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answers[id] = answer;
        string line = JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["id"] = id,
            ["do"] = command,
            ["with"] = arguments.ToDictionary(argument => argument.Name, argument => argument.Value),
        });
        await _input.WaitAsync().Within();
        try
        {
            await _process.StandardInput.WriteLineAsync(line).Within();
            await _process.StandardInput.FlushAsync().Within();
        }
        finally
        {
            _input.Release();
        }

        JsonElement answered = await answer.Task.Within();
        return answered.TryGetProperty("result", out JsonElement result)
            ? result.Deserialize<T>(Json)!
            : throw new InvalidOperationException(answered.GetProperty("failed").GetString());
    }

    /// <summary>Has a command done that has no result.</summary>
    public Task AskAsync(string command, params (string Name, object? Value)[] arguments) => AskAsync<object?>(command, arguments);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().Within();
        Console.WriteLine(await _errors.Within());
        _process.Dispose();
        _input.Dispose();
    }

    private async Task ReadAnswersAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            JsonElement answer = JsonSerializer.Deserialize<JsonElement>(line);
            if (_answers.TryRemove(answer.GetProperty("id").GetInt32(), out TaskCompletionSource<JsonElement>? waiting))
            {
                waiting.SetResult(answer);
            }
        }

        string errors = await _errors;
        foreach (TaskCompletionSource<JsonElement> waiting in _answers.Values)
        {
            waiting.TrySetException(new InvalidOperationException($"{_script} has ended. {errors}"));
        }
    }
}
