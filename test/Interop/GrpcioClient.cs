using System.Text.Json;

namespace Messenger.Interop;

/// <summary>Python's grpcio as a client: python/client.py. Connections and streams have names of the test's choice.</summary>
internal sealed class GrpcioClient : IAsyncDisposable
{
    private readonly PythonProcess _python;

    private GrpcioClient(PythonProcess python) => _python = python;

    public static async Task<GrpcioClient> StartAsync(int serverPort) => new(await PythonProcess.StartAsync("client.py", $"{serverPort}"));

    public Task<Answer> SendAsync(string author, string text, params (string Name, object? Value)[] settings) =>
        _python.AskAsync<Answer>("send", [("author", author), ("text", text), .. settings]);

    /// <summary>Sends "0", "1", … one after the other over a connection; returns the times.</summary>
    public Task<string[]> BurstAsync(string author, int count, string connection) =>
        _python.AskAsync<string[]>("burst", ("author", author), ("count", count), ("connection", connection));

    /// <summary>Calls any path with any bytes.</summary>
    public Task<Answer> CallAsync(string path, byte[] request) => _python.AskAsync<Answer>("call", ("path", path), ("request", request));

    /// <summary>Opens a stream; it is open when this completes with the headers.</summary>
    public async Task<string[][]> OpenAsync(string stream, params (string Name, object? Value)[] settings) =>
        (await _python.AskAsync<string[][][]>("open", [("names", new[] { stream }), .. settings])).Single();

    /// <summary>Opens many streams over one connection.</summary>
    public Task OpenAsync(string[] streams) => _python.AskAsync("open", ("names", streams));

    public async Task<Said[]> ReadAsync(string stream, int count) =>
        Said.FromAll(await _python.AskAsync<JsonElement[]>("read", ("stream", stream), ("count", count)));

    public async Task<Said> ReadAsync(string stream) => (await ReadAsync(stream, 1)).Single();

    /// <summary>How a stream ends that carries nothing any more.</summary>
    public async Task<Answer> ReadEndAsync(string stream)
    {
        Answer end = await _python.AskAsync<Answer>("readEnd", ("stream", stream));
        Assert.IsNull(end.Message, "The stream goes on.");
        return end;
    }

    public Task CancelAsync(string stream) => _python.AskAsync("cancel", ("stream", stream));

    /// <summary>Waits until the main connection, told to connect, has been in a state: <c>TRANSIENT_FAILURE</c>.</summary>
    public Task WaitForStateAsync(string state) => _python.AskAsync("waitForState", ("state", state));

    public ValueTask DisposeAsync() => _python.DisposeAsync();
}
