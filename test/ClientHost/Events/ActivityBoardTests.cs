using System.Text;
using Messenger.ClientHost.Events;
using Messenger.Contracts.Rooms;

namespace Messenger.ClientHost.Tests.Events;

/// <summary>How far all rooms are: everything at first, then what has changed, however much that was meanwhile.</summary>
[TestClass]
public sealed class ActivityBoardTests
{
    [TestMethod]
    public async Task Read_AtFirst_TellsOfAllRoomsInTheServersOrder()
    {
        var board = new ActivityBoard();
        board.Begin("journal", Rooms(("shared", 5), ("b", 0), ("a", 7)));
        board.Update(Rooms(("shared", 6)));

        Assert.AreEqual("shared 6, b 0, a 7", await ReadAsync(board, new ActivityPlace()));
    }

    [TestMethod]
    public async Task Read_AfterChanges_TellsOfThoseRoomsAsTheyAreNow()
    {
        var board = new ActivityBoard();
        var place = new ActivityPlace();
        board.Begin("journal", Rooms(("shared", 0), ("a", 0), ("b", 0)));
        await ReadAsync(board, place);

        board.Update(Rooms(("a", 1)));
        board.Update(Rooms(("b", 1), ("new", 0)));
        board.Update(Rooms(("a", 9)));

        Assert.AreEqual("b 1, new 0, a 9", await ReadAsync(board, place));
    }

    [TestMethod]
    public async Task Read_WhereNothingHasChanged_Waits()
    {
        var board = new ActivityBoard();
        var place = new ActivityPlace();
        Task<string> first = ReadAsync(board, place);
        Assert.IsFalse(first.IsCompleted);
        board.Begin("journal", Rooms(("shared", 0)));
        Assert.AreEqual("shared 0", await first);

        Task<string> second = ReadAsync(board, place);
        board.Update(Rooms(("shared", 0)));
        board.Begin("journal", Rooms(("shared", 0)));
        Assert.IsFalse(second.IsCompleted);
        board.Update(Rooms(("shared", 1)));

        Assert.AreEqual("shared 1", await second);
    }

    [TestMethod]
    public async Task Read_AfterTheServerHasToldOfAllRoomsAgain_TellsOfThoseThatChangedMeanwhile()
    {
        var board = new ActivityBoard();
        var place = new ActivityPlace();
        board.Begin("journal", Rooms(("shared", 0), ("a", 3)));
        await ReadAsync(board, place);

        board.Begin("journal", Rooms(("shared", 0), ("a", 4), ("b", 0)));

        Assert.AreEqual("a 4, b 0", await ReadAsync(board, place));
    }

    [TestMethod]
    public async Task Read_AfterTheServerHasAnotherJournal_TellsThatAndOfAllRooms()
    {
        var board = new ActivityBoard();
        var place = new ActivityPlace();
        board.Begin("journal", Rooms(("shared", 5), ("a", 3)));
        await ReadAsync(board, place);

        board.Begin("another", Rooms(("shared", 1)));

        Assert.AreEqual("reset, shared 1", await ReadAsync(board, place));
        Assert.AreEqual("shared 1", await ReadAsync(board, new ActivityPlace()));
    }

    [TestMethod]
    public async Task Read_WhileItIsUpdated_EndsWithTheNewestOfEveryRoom()
    {
        const int Updates = 20_000;
        const int RoomCount = 50;
        var random = new Random(Seed.Next());
        var board = new ActivityBoard();
        long[] newest = new long[RoomCount];
        board.Begin("journal", newest.Select((sequence, room) => Activity($"{room}", sequence)));
        Task<Dictionary<string, long>>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => CollectAsync(board, RoomCount)))];

        for (int i = 0; i < Updates; i++)
        {
            int room = random.Next(RoomCount);
            newest[room]++;
            board.Update([Activity($"{room}", newest[room])]);
        }

        board.Update([Activity("last", 1)]);
        foreach (Task<Dictionary<string, long>> reader in readers)
        {
            Dictionary<string, long> heard = await reader.Within();
            for (int room = 0; room < RoomCount; room++)
            {
                Assert.AreEqual(newest[room], heard[$"{room}"]);
            }
        }
    }

    // Until the last is heard of; each room's sequences must ascend.
    private static async Task<Dictionary<string, long>> CollectAsync(ActivityBoard board, int rooms)
    {
        var place = new ActivityPlace();
        Dictionary<string, long> heard = [];
        while (!heard.ContainsKey("last"))
        {
            string[] news = (await ReadAsync(board, place)).Split(", ");
            Assert.IsLessThanOrEqualTo(rooms + 1, news.Length);
            foreach (string[] room in news.Select(one => one.Split(' ')))
            {
                long sequence = long.Parse(room[1], System.Globalization.CultureInfo.InvariantCulture);
                Assert.IsTrue(!heard.TryGetValue(room[0], out long before) || sequence > before, $"{room[0]}: {before}, {sequence}");
                heard[room[0]] = sequence;
            }
        }

        return heard;
    }

    private static async Task<string> ReadAsync(ActivityBoard board, ActivityPlace place)
    {
        byte[][] frames = await board.ReadAsync(place, CancellationToken.None).Within();
        return string.Join(", ", frames.Select(frame => Encoding.UTF8.GetString(frame)).Select(frame =>
            frame.StartsWith("event: reset", StringComparison.Ordinal)
                ? "reset"
                : $"{Between(frame, "\"id\":\"", "\"")} {Between(frame, "\"newestSequence\":", "}")}"));
    }

    private static string Between(string text, string start, string end)
    {
        string rest = text[(text.IndexOf(start, StringComparison.Ordinal) + start.Length)..];
        return rest[..rest.IndexOf(end, StringComparison.Ordinal)];
    }

    private static RoomActivity[] Rooms(params (string Id, long Newest)[] rooms) =>
        [.. rooms.Select(room => Activity(room.Id, room.Newest))];

    private static RoomActivity Activity(string id, long newest) =>
        new() { Room = new ChatRoom { Id = id, Name = $"Room {id}" }, NewestSequence = newest };
}
