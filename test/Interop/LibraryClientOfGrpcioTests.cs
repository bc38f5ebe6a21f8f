using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.Interop;

/// <summary>A channel of src/Grpc to a server on Python's grpcio: what our client process does not show.</summary>
[TestClass]
public sealed class LibraryClientOfGrpcioTests
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service = MessengerReflection.Descriptor.Services.Single();
    private static readonly Method<SendMessageRequest, SendMessageResponse> SendMessage = new(Service, "SendMessage");
    private static readonly Method<Empty, ReadMessagesResponse> ReadMessages = new(Service, "ReadMessages");

    private GrpcioServer _server = null!;
    private GrpcChannel _channel = null!;

    [TestMethod]
    public async Task Stream_OfAServerWithLateHeaders_HasThemWithTheFirstMessage()
    {
        await StartAsync();
        using AsyncServerStreamingCall<ReadMessagesResponse> call = Open();
        await call.RequestSentAsync.Within();
        await _server.WaitForStreamsAsync(1);

        // A later answer on the same connection: headers that had been sent would have come before it.
        await FailAsync();
        Assert.IsFalse(call.ResponseHeadersAsync.IsCompleted);
        await SendAsync("Hello");

        await call.ResponseHeadersAsync.Within();
        Assert.AreEqual("Hello", await NextAsync(call));
    }

    [TestMethod]
    public async Task Stream_OfAServerWithEarlyHeaders_IsOpenBeforeAnyMessage()
    {
        await StartAsync(GrpcioServer.EarlyHeaders);
        using AsyncServerStreamingCall<ReadMessagesResponse> call = Open();

        await call.ResponseHeadersAsync.Within();
        await SendAsync("Hello");

        Assert.AreEqual("Hello", await NextAsync(call));
    }

    [TestMethod]
    public async Task Stream_OfAServerThatCompresses_IsReadAsItWas()
    {
        await StartAsync("--gzip");
        using AsyncServerStreamingCall<ReadMessagesResponse> call = Open();
        string text = string.Concat(Enumerable.Repeat("ещё ", 5000));
        await _server.WaitForStreamsAsync(1);

        await SendAsync(text);

        Assert.AreEqual(text, await NextAsync(call));
    }

    [TestMethod]
    public async Task Stream_EndedByTheServer_EndsWithOk()
    {
        await StartAsync();
        using AsyncServerStreamingCall<ReadMessagesResponse> call = Open();
        await _server.WaitForStreamsAsync(1);

        await _server.EndStreamsAsync();

        Assert.IsFalse(await call.ResponseStream.MoveNext(CancellationToken.None).Within());
        Assert.AreEqual(Status.OK, call.GetStatus());
    }

    [TestMethod]
    public async Task Stream_Disposed_EndsOnTheServer()
    {
        await StartAsync();
        AsyncServerStreamingCall<ReadMessagesResponse> call = Open();
        await _server.WaitForStreamsAsync(1);

        call.Dispose();

        await _server.WaitForEndAsync();
    }

    [TestMethod]
    public async Task Stream_WithADeadline_EndsWithDeadlineExceededOnBothSides()
    {
        await StartAsync(GrpcioServer.EarlyHeaders);
        DateTime soon = DateTime.UtcNow.AddSeconds(1);

        // Many, and none on a whole millisecond: the timers of both sides are coarser than the clock.
        RpcException[] ends = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => EndAsync(soon.AddMilliseconds(i * 3.7))));

        foreach (RpcException end in ends)
        {
            Assert.AreEqual(StatusCode.DeadlineExceeded, end.StatusCode, end.ToString());
        }

        await _server.WaitForEndAsync();
    }

    [TestCleanup]
    public async Task StopAsync()
    {
        if (_server is not null)
        {
            _channel.Dispose();
            await _server.DisposeAsync();
        }
    }

    private async Task StartAsync(params string[] arguments)
    {
        _server = await GrpcioServer.StartAsync(arguments);
        _channel = GrpcChannel.ForAddress(new Uri($"http://127.0.0.1:{_server.Port}"));
    }

    private AsyncServerStreamingCall<ReadMessagesResponse> Open(CallOptions options = default) =>
        _channel.ServerStreamingCall(ReadMessages, new Empty(), options);

    private async Task SendAsync(string text) =>
        await _channel.UnaryCallAsync(SendMessage, new SendMessageRequest { Author = "Alice", Text = text }).Within();

    private async Task FailAsync()
    {
        var request = new SendMessageRequest { Author = "NOT_FOUND", Text = "Никого нет" };
        RpcException failure = await Assert.ThrowsExactlyAsync<RpcException>(() => _channel.UnaryCallAsync(SendMessage, request).Within());
        Assert.AreEqual(new Status(StatusCode.NotFound, "Никого нет"), failure.Status);
    }

    private async Task<RpcException> EndAsync(DateTime deadline)
    {
        using AsyncServerStreamingCall<ReadMessagesResponse> call = Open(new CallOptions(Deadline: deadline));
        return await Assert.ThrowsExactlyAsync<RpcException>(() => NextAsync(call));
    }

    private static async Task<string> NextAsync(AsyncServerStreamingCall<ReadMessagesResponse> call)
    {
        Assert.IsTrue(await call.ResponseStream.MoveNext(CancellationToken.None).Within());
        return call.ResponseStream.Current.Text;
    }
}
