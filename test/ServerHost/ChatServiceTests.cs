using Messenger.Chat;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;
using Messenger.Journal;

namespace Messenger.ServerHost.Tests;

/// <summary>How the refusals of the chat reach a client of the rooms.</summary>
[TestClass]
public sealed class ChatServiceTests
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service = ChatReflection.Descriptor.Services.Single();

    public static IEnumerable<(Exception Refusal, Status Status)> Refusals =>
    [
        (new InvalidFieldException("author", "is blank."), new Status(StatusCode.InvalidArgument, "'author_id' is blank.")),
        (new InvalidFieldException("text", "is blank."), new Status(StatusCode.InvalidArgument, "'content' is blank.")),
        (new InvalidFieldException("name", "is blank."), new Status(StatusCode.InvalidArgument, "'name' is blank.")),
        (new InvalidFieldException("idempotencyKey", "is long."), new Status(StatusCode.InvalidArgument, "'idempotency_key' is long.")),
        (new IdempotencyConflictException("key"), new Status(StatusCode.AlreadyExists, new IdempotencyConflictException("key").Message)),
        (new TooManyRoomsException(7), new Status(StatusCode.ResourceExhausted, "There are 7 rooms already, as many as are allowed.")),
        (new JournalBusyException("Too much waits."), new Status(StatusCode.ResourceExhausted, "Too much waits.")),
        (new JournalClosedException(), ChatStatus.Stopping),
        (new InvalidDataException("secret"), new Status(StatusCode.Unknown, "Exception was thrown by handler.")),
    ];

    [TestMethod]
    [DynamicData(nameof(Refusals))]
    public async Task CreateRoom_ThatTheChatRefuses_SaysWhyWithItsStatus(Exception refusal, Status status)
    {
        await using Serving serving = await Serving.StartAsync(new FixedJournal(refusal));

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => serving.Channel.UnaryCallAsync(
            new Method<CreateRoomRequest, CreateRoomResponse>(Service, "CreateRoom"), new CreateRoomRequest { Name = "room" }).Within());

        Assert.AreEqual(status, e.Status);
    }

    [TestMethod]
    [DynamicData(nameof(Refusals))]
    public async Task SendMessage_ThatTheChatRefuses_SaysWhyWithItsStatus(Exception refusal, Status status)
    {
        await using Serving serving = await Serving.StartAsync(new FixedJournal(refusal));
        using AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> call = serving.Channel.DuplexStreamingCall(
            new Method<SendMessageRequest, SendMessageResponse>(Service, "SendMessage"));

        // The write may fail already, and says the same.
        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(async () =>
        {
            await call.RequestStream.WriteAsync(new SendMessageRequest { RoomId = "shared", AuthorId = "a", Content = "c" }).Within();
            await call.ResponseStream.MoveNext(CancellationToken.None).Within();
        });

        Assert.AreEqual(status, e.Status);
    }

    [TestMethod]
    public async Task JoinRoom_AfterAMessageWhoseNextIsNoLongerKept_IsOutOfRange()
    {
        var journal = new FixedJournal(new InvalidOperationException()) { Kept = [6, 7] };
        await using Serving serving = await Serving.StartAsync(journal);
        using AsyncServerStreamingCall<JoinRoomResponse> call = Join(serving, after: 2);
        await call.ResponseHeadersAsync.Within();

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).Within());

        Assert.AreEqual(new Status(StatusCode.OutOfRange, "Message 3 is no longer kept: the oldest is 6."), e.Status);
    }

    [TestMethod]
    public async Task JoinRoom_OfAHouseThatIsClosed_EndsWithUnavailableAfterTheHistory()
    {
        var journal = new FixedJournal(new InvalidOperationException()) { Kept = [1, 2] };
        await using Serving serving = await Serving.StartAsync(journal);
        await serving.Rooms.CloseAsync().Within();
        using AsyncServerStreamingCall<JoinRoomResponse> call = Join(serving, after: 1);

        Assert.IsTrue(await call.ResponseStream.MoveNext(CancellationToken.None).Within());
        Assert.AreEqual("shared/2", call.ResponseStream.Current.Message.Id);
        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).Within());

        Assert.AreEqual(new Status(StatusCode.Unavailable, "The server is stopping."), e.Status);
    }

    private static AsyncServerStreamingCall<JoinRoomResponse> Join(Serving serving, long after) => serving.Channel.ServerStreamingCall(
        new Method<JoinRoomRequest, JoinRoomResponse>(Service, "JoinRoom"),
        new JoinRoomRequest { RoomId = "shared", AuthorId = "a", AfterSequence = after });
}
