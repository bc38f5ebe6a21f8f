namespace Messenger.Interop;

/// <summary>Python's grpcio as a server of rooms: python/rooms_server.py.</summary>
internal sealed class GrpcioRoomsServer : IAsyncDisposable
{
    private readonly PythonProcess _python;

    private GrpcioRoomsServer(PythonProcess python, int port)
    {
        _python = python;
        Port = port;
    }

    public int Port { get; }

    public static async Task<GrpcioRoomsServer> StartAsync()
    {
        PythonProcess python = await PythonProcess.StartAsync("rooms_server.py", "0");
        return new GrpcioRoomsServer(python, await python.AskAsync<int>("port"));
    }

    /// <summary>Waits until no stream is open.</summary>
    public Task WaitForEndAsync() => _python.AskAsync("waitForEnd");

    public ValueTask DisposeAsync() => _python.DisposeAsync();
}
