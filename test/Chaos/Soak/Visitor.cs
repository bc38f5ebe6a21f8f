using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.Rooms;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.Chaos;

/// <summary>Comes over a connection of its own, opens streams, reads a little, makes rooms, and leaves; and does so again and again.</summary>
internal sealed class Visitor(ChaosStage stage, Random choices)
{
    private const int MostStreams = 8;
    private const int MostMessages = 20;

    public int Visits { get; private set; }

    public int RoomsMade { get; private set; }

    public int RoomsRefused { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // Without a word: its streams end with the connection.
            using (GrpcChannel channel = Calls.Open(stage.Server.Port))
            {
                await Task.WhenAll(Enumerable.Range(0, choices.Next(1, MostStreams)).Select(_ => VisitAsync(channel, stop)));
            }

            Visits++;
            await Task.Delay(choices.Next(100), CancellationToken.None);
        }
    }

    private async Task VisitAsync(GrpcChannel channel, CancellationToken stop)
    {
        try
        {
            await (choices.Next(4) switch
            {
                0 => MakeRoomAsync(channel),
                1 => ReadRoomAsync(channel, stop),
                _ => ReadSharedAsync(channel, stop),
            });
        }
        catch (RpcException) when (stop.IsCancellationRequested)
        {
            // It leaves.
        }
        catch (RpcException e)
        {
            stage.Findings.Add(Rule.AnswersAsPromised, $"A visitor was refused: {e.Status}");
        }
    }

    private async Task MakeRoomAsync(GrpcChannel channel)
    {
        try
        {
            await channel.UnaryCallAsync(Calls.CreateRoom, new CreateRoomRequest { Name = "A visitor's" });
            RoomsMade++;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
        {
            RoomsRefused++;
        }
    }

    private async Task ReadSharedAsync(GrpcChannel channel, CancellationToken stop)
    {
        using AsyncServerStreamingCall<ReadMessagesResponse> call = channel.ServerStreamingCall(Calls.ReadMessages, new Empty());
        await ReadAsync(call, choices.Next(MostMessages), stop);
    }

    private async Task ReadRoomAsync(GrpcChannel channel, CancellationToken stop)
    {
        var request = new JoinRoomRequest { RoomId = stage.Rooms[choices.Next(stage.Rooms.Count)], AuthorId = "visitor" };
        using AsyncServerStreamingCall<JoinRoomResponse> call = channel.ServerStreamingCall(Calls.JoinRoom, request);
        await ReadAsync(call, choices.Next(MostMessages), stop);
    }

    private static async Task ReadAsync<T>(AsyncServerStreamingCall<T> call, int messages, CancellationToken stop)
        where T : class, Google.Protobuf.IMessage<T>
    {
        await call.ResponseHeadersAsync.Within();
        for (int i = 0; i < messages && await call.ResponseStream.MoveNext(stop); i++)
        {
            // It looks at nothing.
        }
    }
}
