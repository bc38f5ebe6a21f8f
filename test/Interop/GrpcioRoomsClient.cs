using System.Text.Json;

namespace Messenger.Interop;

/// <summary>Python's grpcio as a client of rooms: python/rooms_client.py. Streams have names of the test's choice.</summary>
internal sealed class GrpcioRoomsClient : IAsyncDisposable
{
    private readonly PythonProcess _python;

    private GrpcioRoomsClient(PythonProcess python) => _python = python;

    public static async Task<GrpcioRoomsClient> StartAsync(int serverPort) =>
        new(await PythonProcess.StartAsync("rooms_client.py", $"{serverPort}"));

    /// <summary>Calls a method with one request and one response; the request's fields have the contract's names.</summary>
    public Task<Answer> CallAsync(string method, object request) =>
        _python.AskAsync<Answer>("call", ("method", method), ("request", request));

    /// <summary>Creates a room, and returns its id.</summary>
    public async Task<string> CreateAsync(string name = "room")
    {
        Answer answer = await CallAsync("CreateRoom", new { name });
        Assert.AreEqual("OK", answer.Code, answer.Details);
        return answer.Message!.Value.GetProperty("room").GetProperty("id").GetString()!;
    }

    /// <summary>Joins a room; the stream is open when this completes.</summary>
    public Task JoinAsync(string stream, object request) => _python.AskAsync("join", ("stream", stream), ("request", request));

    /// <summary>Watches all rooms; the stream is open when this completes.</summary>
    /// <returns>Metadata from its headers.</returns>
    public Task<string[][]> WatchAsync(string stream) => _python.AskAsync<string[][]>("watch", ("stream", stream));

    /// <summary>What a stream that watches tells next, in protobuf's JSON.</summary>
    public Task<JsonElement> ReadWatchAsync(string stream) => _python.AskAsync<JsonElement>("readWatch", ("stream", stream));

    /// <summary>Opens a stream to speak by; it is open when this completes.</summary>
    public Task TalkAsync(string stream) => _python.AskAsync("talk", ("stream", stream));

    public Task SayAsync(string stream, params object[] requests) =>
        _python.AskAsync("say", ("stream", stream), ("requests", requests));

    /// <summary>Says something with any bytes for a request.</summary>
    public Task SayBytesAsync(string stream, byte[] request) => _python.AskAsync("sayBytes", ("stream", stream), ("request", request));

    /// <summary>Says that nothing more is said.</summary>
    public Task CompleteAsync(string stream) => _python.AskAsync("complete", ("stream", stream));

    public Task<RoomSaid[]> ReadAsync(string stream, int count) =>
        _python.AskAsync<RoomSaid[]>("read", ("stream", stream), ("count", count));

    /// <summary>How a stream ends that carries nothing any more.</summary>
    public async Task<Answer> ReadEndAsync(string stream)
    {
        Answer end = await _python.AskAsync<Answer>("readEnd", ("stream", stream));
        Assert.IsNull(end.Message, "The stream goes on.");
        return end;
    }

    public Task CancelAsync(string stream) => _python.AskAsync("cancel", ("stream", stream));

    public ValueTask DisposeAsync() => _python.DisposeAsync();
}
