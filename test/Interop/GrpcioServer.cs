namespace Messenger.Interop;

/// <summary>Python's grpcio as a server: python/server.py.</summary>
internal sealed class GrpcioServer : IAsyncDisposable
{
    /// <summary>Has the server send headers as soon as a stream is open; without it they come with the first message.</summary>
    public const string EarlyHeaders = "--early-headers";

    private readonly PythonProcess _python;

    private GrpcioServer(PythonProcess python, int port)
    {
        _python = python;
        Port = port;
    }

    public int Port { get; }

    public static Task<GrpcioServer> StartAsync(params string[] arguments) => StartAsync(0, arguments);

    public static async Task<GrpcioServer> StartAsync(int port, params string[] arguments)
    {
        PythonProcess python = await PythonProcess.StartAsync("server.py", [$"{port}", .. arguments]);
        return new GrpcioServer(python, await python.AskAsync<int>("port"));
    }

    /// <summary>Waits until so many streams have been opened, since the start; returns the seconds from each to the next.</summary>
    public Task<double[]> WaitForStreamsAsync(int count) => _python.AskAsync<double[]>("waitForStreams", ("count", count));

    /// <summary>Waits until no stream is open.</summary>
    public Task WaitForEndAsync() => _python.AskAsync("waitForEnd");

    /// <summary>Ends the open streams with OK.</summary>
    public Task EndStreamsAsync() => _python.AskAsync("endStreams");

    /// <summary>Stops, as grpcio does it, and listens again on the same port.</summary>
    public Task RestartAsync() => _python.AskAsync("restart");

    public ValueTask DisposeAsync() => _python.DisposeAsync();
}
