using Google.Protobuf.Reflection;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.Browser.Fixtures;

/// <summary>Many people who talk at once.</summary>
internal static class Crowd
{
    private const int Size = 20;

    private static readonly ServiceDescriptor Service = ChatReflection.Descriptor.Services.Single();

    /// <summary>Says so much in a room.</summary>
    public static async Task FillAsync(HostProcess server, string room, int count)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(new Uri($"http://127.0.0.1:{server.Port}"));
        await Task.WhenAll(Enumerable.Range(0, Size).Select(i => TalkAsync(channel, room, $"Speaker {i}", count / Size)));
    }

    private static async Task TalkAsync(GrpcChannel channel, string room, string author, int count)
    {
        using AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> call =
            channel.DuplexStreamingCall(new Method<SendMessageRequest, SendMessageResponse>(Service, "SendMessage"));
        Task saying = SayAsync();
        for (int i = 0; i < count; i++)
        {
            Assert.IsTrue(await call.ResponseStream.MoveNext(CancellationToken.None).Within());
        }

        await saying;

        async Task SayAsync()
        {
            for (int i = 0; i < count; i++)
            {
                await call.RequestStream.WriteAsync(new SendMessageRequest { RoomId = room, AuthorId = author, Content = $"line {i}" }).Within();
            }
        }
    }
}
