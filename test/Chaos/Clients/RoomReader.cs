using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.Chaos;

/// <summary>Reads a room from its first message on, and goes on after the number of the last one that it has.</summary>
internal sealed class RoomReader(string name, string room, int port, Findings findings, Random choices, bool isForgetful = false)
    : ResumingReader(name, room, port, findings, choices, isForgetful)
{
    private string _journal = "";
    private long _last;

    protected override async Task ReadAsync(GrpcChannel channel, CancellationToken stop)
    {
        var request = new JoinRoomRequest { RoomId = Record.Room, AuthorId = Record.Name, AfterSequence = _last, JournalId = _journal };
        using AsyncServerStreamingCall<JoinRoomResponse> call = channel.ServerStreamingCall(Calls.JoinRoom, request);
        Metadata headers = await call.ResponseHeadersAsync.WaitAsync(Calls.Deadline, CancellationToken.None);
        _journal = headers.GetValue(Calls.Journal) ?? "";
        Record.Open(0);
        await ReadAsync(call, response => Receive(response.Message), stop);
    }

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
