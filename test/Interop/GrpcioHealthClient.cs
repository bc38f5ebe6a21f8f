namespace Messenger.Interop;

/// <summary>Python's grpcio as a probe: python/health_client.py.</summary>
internal sealed class GrpcioHealthClient : IAsyncDisposable
{
    private readonly PythonProcess _python;

    private GrpcioHealthClient(PythonProcess python) => _python = python;

    public static async Task<GrpcioHealthClient> StartAsync(int serverPort) =>
        new(await PythonProcess.StartAsync("health_client.py", $"{serverPort}"));

    /// <summary>The status of a service, <c>SERVING</c>, or the code of the failure.</summary>
    public Task<string> CheckAsync(string service) => _python.AskAsync<string>("check", ("service", service));

    /// <summary>Begins to watch a service, and returns its status of now.</summary>
    public Task<string> WatchAsync(string service) => _python.AskAsync<string>("watch", ("service", service));

    /// <summary>The next status that the watch of a service tells.</summary>
    public Task<string> NextAsync(string service) => _python.AskAsync<string>("next", ("service", service));

    /// <summary>How a watch ends that tells nothing any more.</summary>
    public async Task<Answer> EndAsync(string service)
    {
        Answer end = await _python.AskAsync<Answer>("watchEnd", ("service", service));
        Assert.IsNull(end.Message, "The watch goes on.");
        return end;
    }

    public ValueTask DisposeAsync() => _python.DisposeAsync();
}
