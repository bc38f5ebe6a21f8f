using Google.Protobuf.WellKnownTypes;
using Messenger.Chat;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Messenger.Journal;

namespace Messenger.ServerHost.Tests;

/// <summary>How the refusals of the chat reach a client.</summary>
[TestClass]
public sealed class MessengerServiceTests
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service = MessengerReflection.Descriptor.Services.Single();

    public static IEnumerable<(Exception Refusal, StatusCode Code)> Refusals =>
    [
        (new InvalidFieldException("text", "is blank."), StatusCode.InvalidArgument),
        (new InvalidFieldException("idempotency-key", "has 0 characters."), StatusCode.InvalidArgument),
        (new IdempotencyConflictException("key"), StatusCode.AlreadyExists),
        (new JournalBusyException("Too much waits."), StatusCode.ResourceExhausted),
    ];

    [TestMethod]
    [DynamicData(nameof(Refusals))]
    public async Task SendMessage_ThatTheChatRefuses_SaysWhyWithItsStatus(Exception refusal, StatusCode code)
    {
        await using Serving serving = await Serving.StartAsync(new FixedJournal(refusal));

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => SendAsync(serving)).Within();

        Assert.AreEqual(new Status(code, refusal.Message), e.Status);
    }

    [TestMethod]
    public async Task SendMessage_ToAJournalThatIsClosed_SaysThatTheServerIsStopping()
    {
        await using Serving serving = await Serving.StartAsync(new FixedJournal(new JournalClosedException()));

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => SendAsync(serving)).Within();

        Assert.AreEqual(new Status(StatusCode.Unavailable, "The server is stopping."), e.Status);
    }

    [TestMethod]
    public async Task SendMessage_ThatFailsByADefect_TellsNothingOfIt()
    {
        await using Serving serving = await Serving.StartAsync(new FixedJournal(new InvalidDataException("secret")));

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => SendAsync(serving)).Within();

        Assert.AreEqual(StatusCode.Unknown, e.StatusCode);
        Assert.DoesNotContain("secret", e.Status.Detail);
    }

    [TestMethod]
    public async Task ReadMessages_ThatFellBehindWhatIsKept_EndsWithDataLossAndSaysHowMany()
    {
        var journal = new FixedJournal(new InvalidOperationException());
        await using Serving serving = await Serving.StartAsync(journal, new ChatOptions { QueueCapacity = 2 });
        using AsyncServerStreamingCall<ReadMessagesResponse> call = serving.Channel.ServerStreamingCall(
            new Method<Empty, ReadMessagesResponse>(Service, "ReadMessages"), new Empty());
        await call.ResponseHeadersAsync.Within();

        // Two messages fit the queue; the reader has to get the rest from the journal, which has dropped the next three.
        journal.Kept = [6, 7];
        journal.Commit(1, 2, 3, 4, 5, 6, 7);

        var received = new List<string>();
        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                received.Add(call.ResponseStream.Current.Text);
            }
        }).Within();
        Assert.AreSequenceEqual(["1", "2"], received);
        Assert.AreEqual(StatusCode.DataLoss, e.StatusCode);
        Assert.Contains("3 messages are lost", e.Status.Detail);
    }

    private static Task<SendMessageResponse> SendAsync(Serving serving) => serving.Channel.UnaryCallAsync(
        new Method<SendMessageRequest, SendMessageResponse>(Service, "SendMessage"),
        new SendMessageRequest { Author = "a", Text = "t" });
}
