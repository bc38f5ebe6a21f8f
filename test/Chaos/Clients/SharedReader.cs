using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.Chaos;

/// <summary>Reads the shared chat, and goes on after the send time of the last message that it has.</summary>
internal sealed class SharedReader(string name, ChaosStage stage, Random choices, bool isForgetful = false)
    : ResumingReader(name, Calls.SharedRoom, stage, choices, isForgetful, Recovery.SharedStreamResumed)
{
    private string? _journal;

    protected override async Task ReadAsync(GrpcChannel channel, CancellationToken stop)
    {
        var cursor = new Metadata();
        if (_journal is not null)
        {
            cursor.Add(Calls.Journal, _journal);
            cursor.Add(Calls.ResumeAfter, Calls.Format(Record.Last));
        }

        using AsyncServerStreamingCall<ReadMessagesResponse> call =
            channel.ServerStreamingCall(Calls.ReadMessages, new Empty(), new CallOptions(cursor));
        Opened(await call.ResponseHeadersAsync.WaitAsync(Calls.Deadline, CancellationToken.None));
        await ReadAsync(
            call, message => Record.Add(SaidMessage.Of(0, Calls.Nanoseconds(message.SendTime), message.Author, message.Text)), stop);
    }

    protected override void Forget() => _journal = null;

    private void Opened(Metadata headers)
    {
        string? journal = headers.GetValue(Calls.Journal);
        string? position = headers.GetValue(Calls.Position);
        if (journal is null || position is null)
        {
            Findings.Add(Rule.AnswersAsPromised, $"The stream of {Record.Name} does not say where it begins.");
            return;
        }

        if (_journal is not null && (journal != _journal || Calls.Parse(position) != Record.Last))
        {
            Findings.Add(
                Rule.AnswersAsPromised,
                $"{Record.Name} wants to go on after {Calls.Format(Record.Last)} of {_journal}, the stream says {position} of {journal}.");
        }

        Open(Calls.Parse(position), isResumed: _journal is not null);
        _journal = journal;
    }
}
