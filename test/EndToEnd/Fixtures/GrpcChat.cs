using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>The shared chat's contract, called directly on a server.</summary>
internal sealed class GrpcChat : IDisposable
{
    private static readonly ServiceDescriptor Service = MessengerReflection.Descriptor.Services.Single();

    private readonly GrpcChannel _channel;

    public GrpcChat(HostProcess server, string host = "127.0.0.1")
        : this(server.Port, host)
    {
    }

    public GrpcChat(int port, string host = "127.0.0.1")
    {
        _channel = GrpcChannel.ForAddress(new Uri($"http://{host}:{port}"));
    }

    public Task<SendMessageResponse> SendAsync(string author, string text, string? idempotencyKey = null) =>
        _channel.UnaryCallAsync(
            new Method<SendMessageRequest, SendMessageResponse>(Service, "SendMessage"),
            new SendMessageRequest { Author = author, Text = text },
            Within(idempotencyKey is null ? null : new Metadata { { "idempotency-key", idempotencyKey } })).Within();

    /// <summary>Says what the server does not take.</summary>
    public async Task<Status> RefusedAsync(string author, string text, string? idempotencyKey = null) =>
        (await Assert.ThrowsExactlyAsync<RpcException>(() => SendAsync(author, text, idempotencyKey))).Status;

    /// <summary>A stream that is open.</summary>
    public async Task<AsyncServerStreamingCall<ReadMessagesResponse>> OpenStreamAsync()
    {
        AsyncServerStreamingCall<ReadMessagesResponse> stream = Read([]);
        await stream.ResponseHeadersAsync.Within();
        return stream;
    }

    public AsyncServerStreamingCall<ReadMessagesResponse> Read(Metadata headers) => _channel.ServerStreamingCall(
        new Method<Empty, ReadMessagesResponse>(Service, "ReadMessages"), new Empty(), new CallOptions(headers));

    /// <summary>Reads a stream until it fails, as all do in the end.</summary>
    public static async Task<(List<string> Texts, Status End)> ReadToEndAsync(AsyncServerStreamingCall<ReadMessagesResponse> stream)
    {
        List<string> texts = [];
        try
        {
            while (await stream.ResponseStream.MoveNext(CancellationToken.None).Within())
            {
                texts.Add(stream.ResponseStream.Current.Text);
            }

            return (texts, Status.OK);
        }
        catch (RpcException e)
        {
            return (texts, e.Status);
        }
    }

    public static async Task<ReadMessagesResponse> ReadOneAsync(AsyncServerStreamingCall<ReadMessagesResponse> stream)
    {
        Assert.IsTrue(await stream.ResponseStream.MoveNext(CancellationToken.None).Within());
        return stream.ResponseStream.Current;
    }

    public void Dispose() => _channel.Dispose();

    private static CallOptions Within(Metadata? headers) => new(headers, Deadline: DateTime.UtcNow + Patience.Limit);
}
