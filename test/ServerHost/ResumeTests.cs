using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.Rooms;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Messenger.Journal;
using Messenger.Journal.Memory;

namespace Messenger.ServerHost.Tests;

/// <summary>A stream says where it begins, and another goes on from there.</summary>
[TestClass]
public sealed class ResumeTests
{
    private const string BeforeFirst = "1970-01-01T00:00:00.000000001Z";

    private static readonly ServiceDescriptor Messenger = MessengerReflection.Descriptor.Services.Single();
    private static readonly ServiceDescriptor Chat = ChatReflection.Descriptor.Services.Single();

    [TestMethod]
    public async Task ReadMessages_OfAnEmptyChat_BeginsAtTheTimeBeforeTheFirst()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());

        using AsyncServerStreamingCall<ReadMessagesResponse> call = Read(serving, []);
        Metadata headers = await call.ResponseHeadersAsync.Within();

        Assert.AreEqual(serving.Rooms.JournalId, headers.GetValue("messenger-journal"));
        Assert.AreEqual(BeforeFirst, headers.GetValue("messenger-position"));
    }

    [TestMethod]
    public async Task ReadMessages_AfterThePositionOfAStreamThatCarriedNothing_CarriesWhatWasSaidSince()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());
        await PostAsync(serving, "before");
        Metadata cursor;
        using (AsyncServerStreamingCall<ReadMessagesResponse> first = Read(serving, []))
        {
            cursor = CursorOf(await first.ResponseHeadersAsync.Within());
        }

        await PostAsync(serving, "missed");
        using AsyncServerStreamingCall<ReadMessagesResponse> second = Read(serving, cursor);
        await second.ResponseHeadersAsync.Within();
        await PostAsync(serving, "live");

        Assert.AreSequenceEqual(["missed", "live"], await TextsAsync(second, 2));
    }

    [TestMethod]
    public async Task ReadMessages_AfterTheSendTimeOfAMessage_BeginsBehindItAndSaysSo()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());
        await PostAsync(serving, "1");
        JournalEntry known = await PostAsync(serving, "2");
        await PostAsync(serving, "3");

        using AsyncServerStreamingCall<ReadMessagesResponse> call = Read(serving, Cursor(SendTimestamp.Format(known.SendTime)));

        Metadata headers = await call.ResponseHeadersAsync.Within();
        Assert.AreEqual(SendTimestamp.Format(known.SendTime), headers.GetValue("messenger-position"));
        Assert.AreSequenceEqual(["3"], await TextsAsync(call, 1));
    }

    [TestMethod]
    public async Task ReadMessages_AfterATimeThatTheChatDoesNotHave_IsOutOfRange()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal(
            new JournalOptions(), new MemoryJournalOptions { RoomEntries = 2 }, TimeProvider.System));
        JournalEntry[] entries = [.. await Task.WhenAll(PostAsync(serving, "1"), PostAsync(serving, "2"), PostAsync(serving, "3"), PostAsync(serving, "4"))];
        long[] times = [.. entries.Select(entry => entry.SendTime).Order()];

        foreach (string time in new[] { BeforeFirst, SendTimestamp.Format(times[0]), SendTimestamp.Format(times[3] + 1) })
        {
            Assert.AreEqual(StatusCode.OutOfRange, await RefusalAsync(Read(serving, Cursor(time))), time);
        }
    }

    [TestMethod]
    public async Task ReadMessages_AfterATimeOfAnotherJournal_IsOutOfRange()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());

        Metadata cursor = Cursor(BeforeFirst);
        cursor.Add("messenger-journal", Guid.NewGuid().ToString());

        Assert.AreEqual(StatusCode.OutOfRange, await RefusalAsync(Read(serving, cursor)));
    }

    [TestMethod]
    [DataRow("yesterday")]
    [DataRow("2025-09-20T10:58:42Z")]
    public async Task ReadMessages_AfterWhatIsNoTime_IsInvalid(string time)
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());

        Assert.AreEqual(StatusCode.InvalidArgument, await RefusalAsync(Read(serving, Cursor(time))));
    }

    [TestMethod]
    public async Task JoinRoom_SaysTheJournal_AndTakesCursorsOfNoOther()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());
        using AsyncServerStreamingCall<JoinRoomResponse> own = Join(serving, serving.Rooms.JournalId);
        using AsyncServerStreamingCall<JoinRoomResponse> other = Join(serving, Guid.NewGuid().ToString());

        Metadata headers = await own.ResponseHeadersAsync.Within();

        Assert.AreEqual(serving.Rooms.JournalId, headers.GetValue("messenger-journal"));
        Assert.AreEqual(StatusCode.OutOfRange, await RefusalAsync(other));
    }

    private static AsyncServerStreamingCall<ReadMessagesResponse> Read(Serving serving, Metadata headers) =>
        serving.Channel.ServerStreamingCall(
            new Method<Empty, ReadMessagesResponse>(Messenger, "ReadMessages"), new Empty(), new CallOptions(headers));

    private static AsyncServerStreamingCall<JoinRoomResponse> Join(Serving serving, string journalId) =>
        serving.Channel.ServerStreamingCall(
            new Method<JoinRoomRequest, JoinRoomResponse>(Chat, "JoinRoom"),
            new JoinRoomRequest { RoomId = "shared", AuthorId = "a", JournalId = journalId });

    private static Metadata Cursor(string time) => new() { { "messenger-resume-after", time } };

    private static Metadata CursorOf(Metadata headers) => new()
    {
        { "messenger-resume-after", headers.GetValue("messenger-position")! },
        { "messenger-journal", headers.GetValue("messenger-journal")! },
    };

    private static Task<JournalEntry> PostAsync(Serving serving, string text) => serving.Rooms.Shared.PostAsync("a", text);

    private static async Task<string[]> TextsAsync(AsyncServerStreamingCall<ReadMessagesResponse> call, int count)
    {
        var texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            Assert.IsTrue(await call.ResponseStream.MoveNext(CancellationToken.None).Within());
            texts[i] = call.ResponseStream.Current.Text;
        }

        return texts;
    }

    private static async Task<StatusCode> RefusalAsync<T>(AsyncServerStreamingCall<T> call)
        where T : class, IMessage<T>
    {
        using (call)
        {
            RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(
                () => call.ResponseStream.MoveNext(CancellationToken.None)).Within();
            return e.StatusCode;
        }
    }
}
