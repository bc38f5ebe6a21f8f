using System.Buffers.Binary;
using Messenger.Chat;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;
using Messenger.Journal;
using Messenger.Journal.Memory;

namespace Messenger.ServerHost.Tests;

/// <summary>What a reply with history holds, and what it costs while it is sent.</summary>
[TestClass]
public sealed class HistoryReplyTests
{
    private const int LargestReply = 4 << 20;
    private const int LargestText = 65_536;

    [TestMethod]
    public async Task Send_OfAnyRoomAndAnyPages_IsTheNewestThatFitAndFlushedInPieces()
    {
        int seed = Seed.Next();
        for (int round = 0; round < 20; round++)
        {
            var random = new Random(unchecked(seed + round));
            var options = new JournalOptions { PageEntries = random.Next(1, 300), PageBytes = random.Next(1, 2 << 20) };
            await using RoomDirectory rooms = await OpenAsync(options);
            int longest = random.Next(2) == 0 ? 100 : LargestText;
            List<JournalEntry> said = [];
            for (int i = random.Next(250); i > 0; i--)
            {
                said.Add(await rooms.Shared.PostAsync("a", new string('x', random.Next(1, longest + 1))));
            }

            long before = random.Next(3) == 0 ? random.Next(1, said.Count + 2) : long.MaxValue;
            int limit = random.Next(3) == 0 ? random.Next(1, said.Count + 2) : int.MaxValue;
            long after = random.Next(2) == 0 ? random.Next(1, Math.Max(said.Count, 1) + 1) : 0;
            var range = new HistoryRange(said.Count > 0 ? after : 0, before, limit);
            var response = new ResponseDouble();
            var reply = new HistoryReply(new HistoryBudget(new HistoryOptions(), options));

            await reply.SendAsync(rooms.Shared, range, response, CancellationToken.None).Within();

            GetHistoryResponse sent = Parse(response);
            Assert.AreEqual(range.IsForwards ? ExpectedAfter(said, range) : Expected(said, range), sent, $"round {round}: {range}");
            Assert.IsLessThanOrEqualTo(2 * MessageStreams.FlushAfterBytes + 1000, response.MostUnflushed);
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public async Task Send_WhileTheStoreDropsWhatComesNext_IsDataLoss(long after)
    {
        await using RoomDirectory rooms = await OpenAsync(new JournalOptions(), new MemoryJournalOptions { RoomEntries = 10 });
        await SayAsync(rooms, 10);
        var response = new ResponseDouble(() => SayAsync(rooms, 4));
        var reply = new HistoryReply(new HistoryBudget(new HistoryOptions(), new JournalOptions()));

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(
            () => reply.SendAsync(rooms.Shared, new HistoryRange(after), response, CancellationToken.None)).Within();

        Assert.AreEqual(StatusCode.DataLoss, e.StatusCode);
    }

    [TestMethod]
    public async Task Send_ToClientsThatDoNotRead_HoldsUpNobodyElse()
    {
        // One reads at a time, and nobody may wait.
        var budget = new HistoryBudget(new HistoryOptions { Bytes = 1 << 20, Waiting = 0 }, new JournalOptions());
        await using RoomDirectory rooms = await OpenAsync(new JournalOptions());
        await SayAsync(rooms, 70);
        var reply = new HistoryReply(budget);
        var thawed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<Task> stuck = [];
        for (int i = 0; i < 40; i++)
        {
            var frozen = new TaskCompletionSource();
            var response = new ResponseDouble(() =>
            {
                frozen.TrySetResult();
                return thawed.Task;
            });
            stuck.Add(reply.SendAsync(rooms.Shared, new HistoryRange(), response, CancellationToken.None));
            await frozen.Task.Within();
        }

        var served = new ResponseDouble();
        await reply.SendAsync(rooms.Shared, new HistoryRange(), served, CancellationToken.None).Within();

        Assert.HasCount(63, Parse(served).Messages);
        Assert.IsTrue(stuck.TrueForAll(call => !call.IsCompleted));
        thawed.SetResult();
        await Task.WhenAll(stuck).Within();
    }

    [TestMethod]
    public async Task GetHistory_WhenTooManyWait_IsResourceExhausted()
    {
        var options = new HistoryOptions { Bytes = 1, Waiting = 0 };
        var budget = new HistoryBudget(options, new JournalOptions());
        var read = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Serving serving = await Serving.StartAsync(
            new MemoryJournal(new JournalOptions(), new MemoryJournalOptions(), TimeProvider.System), history: budget);
        var getHistory = new Method<GetHistoryRequest, GetHistoryResponse>(ChatReflection.Descriptor.Services.Single(), "GetHistory");
        var request = new GetHistoryRequest { RoomId = RoomDirectory.SharedRoomId };
        Task reading = budget.ReadAsync(() => read.Task, CancellationToken.None);

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => serving.Channel.UnaryCallAsync(getHistory, request)).Within();

        Assert.AreEqual(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Contains($"{options.Bytes} bytes", e.Status.Detail);
        read.SetResult(true);
        await reading.Within();
        Assert.IsEmpty((await serving.Channel.UnaryCallAsync(getHistory, request).Within()).Messages);
    }

    private static async Task<RoomDirectory> OpenAsync(JournalOptions options, MemoryJournalOptions? memory = null)
    {
        var rooms = new RoomDirectory(new MemoryJournal(options, memory ?? new MemoryJournalOptions(), TimeProvider.System), new ChatOptions());
        await rooms.OpenAsync().Within();
        return rooms;
    }

    private static async Task SayAsync(RoomDirectory rooms, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await rooms.Shared.PostAsync("a", new string('x', LargestText));
        }
    }

    private static GetHistoryResponse Parse(ResponseDouble response)
    {
        byte[] written = response.Written;
        Assert.AreEqual(0, written[0]);
        Assert.AreEqual(written.Length - MessageFrame.HeaderLength, BinaryPrimitives.ReadInt32BigEndian(written.AsSpan(1)));
        return GetHistoryResponse.Parser.ParseFrom(written.AsSpan(MessageFrame.HeaderLength));
    }

    // As the contract says it: the oldest after one, while there is room.
    private static GetHistoryResponse ExpectedAfter(List<JournalEntry> said, HistoryRange range)
    {
        var expected = new GetHistoryResponse { HasMore = true };
        List<JournalEntry> between = [.. said.Where(entry => entry.Sequence > range.After && entry.Sequence < range.Before)];
        int i = 0;
        for (; i < between.Count && expected.Messages.Count < range.Limit; i++)
        {
            expected.Messages.Add(RoomMessage.Of(new Chat.Message(between[i])));
            if (expected.CalculateSize() > LargestReply)
            {
                expected.Messages.RemoveAt(i);
                break;
            }
        }

        expected.HasMore = i < between.Count;
        return expected;
    }

    // As the contract says it: the newest before one, while there is room.
    private static GetHistoryResponse Expected(List<JournalEntry> said, HistoryRange range)
    {
        var expected = new GetHistoryResponse { HasMore = true };
        int i = said.FindLastIndex(entry => entry.Sequence < range.Before);
        for (; i >= 0 && expected.Messages.Count < range.Limit; i--)
        {
            expected.Messages.Insert(0, RoomMessage.Of(new Chat.Message(said[i])));
            if (expected.CalculateSize() > LargestReply)
            {
                expected.Messages.RemoveAt(0);
                break;
            }
        }

        expected.HasMore = i >= 0;
        return expected;
    }
}
