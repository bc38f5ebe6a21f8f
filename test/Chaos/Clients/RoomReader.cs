using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.Chaos;

/// <summary>Reads a room from its first message on, and goes on after the number of the last one that it has.</summary>
internal sealed class RoomReader(string name, string room, ChaosStage stage, Random choices, bool isForgetful = false)
    : ResumingReader(name, room, stage, choices, isForgetful, Recovery.RoomStreamResumed)
{
    private string _journal = "";
    private long _last;

    /// <summary>What is wrong with it: by how much it goes on behind its place, or before it. 0 for nothing.</summary>
    public int Misplacement { get; init; }

    protected override async Task ReadAsync(GrpcChannel channel, CancellationToken stop)
    {
        long cursor = _last == 0 ? 0 : _last + Misplacement;
        var request = new JoinRoomRequest { RoomId = Record.Room, AuthorId = Record.Name, AfterSequence = cursor, JournalId = _journal };
        using AsyncServerStreamingCall<JoinRoomResponse> call = channel.ServerStreamingCall(Calls.JoinRoom, request);
        Metadata headers = await call.ResponseHeadersAsync.WaitAsync(Calls.Deadline, CancellationToken.None);
        _journal = headers.GetValue(Calls.Journal) ?? "";
        Open(start: 0, isResumed: cursor > 0);
        await ReadAsync(call, response => Receive(response.Message), stop);
    }

    // Who looks too far ahead finds nothing there yet.
    protected override bool IsOutage(RpcException failure) =>
        base.IsOutage(failure) || (Misplacement > 0 && failure.StatusCode == StatusCode.OutOfRange);

    protected override void Forget()
    {
        _journal = "";
        _last = 0;
    }

    private void Receive(Message message)
    {
        _last = message.Sequence;
        Record.Add(SaidMessage.Of(message.Sequence, Calls.Nanoseconds(message.SendTime), message.AuthorId, message.Content));
    }
}
