using System.Text;

namespace Messenger.Journal.Tests;

/// <summary>What was kept before a journal was closed is there when it is opened again, and goes on from there.</summary>
[TestClass]
public sealed class ReopeningTests : StoreTests<SqliteStore>
{
    [TestMethod]
    public async Task OpenAsync_Again_FindsTheRoomsInTheirOrder()
    {
        JournalRoom[] rooms = [.. Enumerable.Range(0, 100).Select(i => new JournalRoom($"{(i * 37) % 100}", $"Комната {i % 7}"))];
        await using (IJournal journal = await OpenAsync())
        {
            await Task.WhenAll(rooms.Select(room => journal.CreateRoomAsync(room))).Within();
        }

        await using IJournal again = await OpenAsync();

        Assert.AreSequenceEqual(rooms, await again.ReadRoomsAsync().Within());
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => again.CreateRoomAsync(rooms[50])).Within();
        await again.CreateRoomAsync(new JournalRoom("new", "The newest")).Within();
        Assert.AreEqual("new", (await again.ReadRoomsAsync().Within())[^1].Id);
    }

    [TestMethod]
    public async Task OpenAsync_Again_HasTheSameId()
    {
        string id;
        await using (IJournal journal = await OpenAsync())
        {
            id = journal.Id;
            Assert.AreEqual(id, Guid.ParseExact(id, "D").ToString());
        }

        await using IJournal again = await OpenAsync();
        await using IJournal other = SqliteStore.Create(Path.Combine(Store.Folder, "other.db"));
        await other.OpenAsync(_ => { }).Within();

        Assert.AreEqual(id, again.Id);
        Assert.AreNotEqual(id, other.Id);
    }

    [TestMethod]
    public async Task OpenAsync_Again_GoesOnWithTheSequenceOfEachRoom()
    {
        int seed = Seed.Next();
        var random = new Random(seed);
        string[] rooms = ["one", "two", "silent", "three"];
        Dictionary<string, List<JournalEntry>> kept = rooms.ToDictionary(room => room, _ => new List<JournalEntry>());
        await using (IJournal journal = await OpenAsync())
        {
            foreach (string room in rooms)
            {
                await journal.CreateRoomAsync(new JournalRoom(room, room)).Within();
            }
        }

        for (int round = 0; round < 5; round++)
        {
            await using IJournal journal = await OpenAsync();
            foreach (string room in rooms)
            {
                Assert.AreSequenceEqual(kept[room], await journal.ReadAllAsync(room));
            }

            JournalEntry[] entries = await Task.WhenAll(
                Enumerable.Range(0, random.Next(1, 40)).Select(i => journal.AppendAsync(rooms[random.Next(2)], "a", $"{round}/{i}"))).Within();
            foreach (JournalEntry entry in entries)
            {
                kept[entry.RoomId].Add(entry);
                Assert.AreEqual(kept[entry.RoomId].Count, entry.Sequence);
            }
        }
    }

    [TestMethod]
    public async Task OpenAsync_Again_KnowsTheKeys()
    {
        List<JournalEntry> kept = [];
        await using (IJournal journal = await OpenAsync())
        {
            await journal.CreateRoomAsync(new JournalRoom("one", "One")).Within();
            await journal.CreateRoomAsync(new JournalRoom("two", "Two")).Within();
            foreach (string key in new[] { "1", "2", "3" })
            {
                kept.Add(await journal.AppendAsync("one", "Алиса", "Привет \0", key).Within());
                kept.Add(await journal.AppendAsync("two", "Bob", "", key).Within());
            }
        }

        for (int round = 0; round < 2; round++)
        {
            await using IJournal again = await OpenAsync();

            foreach (JournalEntry entry in kept)
            {
                string key = $"{entry.Sequence}";
                Assert.AreEqual(entry, await again.AppendAsync(entry.RoomId, entry.Author, entry.Text, key).Within());
                await Assert.ThrowsExactlyAsync<IdempotencyConflictException>(
                    () => again.AppendAsync(entry.RoomId, entry.Author, "else", key)).Within();
            }

            Assert.HasCount(3, await again.ReadAllAsync("one"));
            Assert.HasCount(3, await again.ReadAllAsync("two"));
        }
    }

    [TestMethod]
    public async Task OpenAsync_WithAClockThatWasSetBack_KeepsSendTimesIncreasing()
    {
        var clock = new SetClock();
        JournalEntry last;
        await using (IJournal journal = await OpenAsync(clock))
        {
            await journal.CreateRoomAsync(new JournalRoom("room", "Room")).Within();
            last = await journal.AppendAsync("room", "a", "before").Within();
        }

        for (int i = 0; i < 3; i++)
        {
            clock.Now -= TimeSpan.FromDays(400);
            await using IJournal journal = await OpenAsync(clock);

            JournalEntry next = await journal.AppendAsync("room", "a", "after").Within();

            Assert.IsGreaterThanOrEqualTo(last.SendTime + 1000, next.SendTime);
            last = next;
        }
    }

    [TestMethod]
    public async Task OpenAsync_Again_FindsNamesAndTextsToTheByte()
    {
        string[] texts =
        [
            "", " ", "\0", "a\0b\0", "\0\0\0", "  blanks before and behind \t\r\n", "'; DROP TABLE message; --", "\uFEFFmark", "e\u0301 é",
            "\uFFFD\uFFFE\uFFFF", new string('x', 65_536), new string('ы', 32_768), string.Concat(Enumerable.Repeat("😀", 16_384)),
            .. Enumerable.Range(0, 17).Select(Plane), new string('\0', 65_536),
        ];
        await using (IJournal journal = await OpenAsync())
        {
            foreach (string text in texts)
            {
                await journal.CreateRoomAsync(new JournalRoom("room " + text, text)).Within();
                await journal.AppendAsync("room " + text, text, text).Within();
            }
        }

        await using IJournal again = await OpenAsync();

        Assert.AreSequenceEqual(texts.Select(text => new JournalRoom("room " + text, text)), await again.ReadRoomsAsync().Within());
        foreach (string text in texts)
        {
            JournalEntry entry = (await again.ReadAllAsync("room " + text)).Single();
            Assert.AreEqual(("room " + text, text, text), (entry.RoomId, entry.Author, entry.Text));
        }
    }

    [TestMethod]
    public async Task OpenAsync_AfterAWriterThatDidNotCheckpoint_FindsEverything()
    {
        string copy = Path.Combine(Store.Folder, "copy.db");
        JournalEntry[] entries;
        await using (IJournal journal = await OpenAsync())
        {
            await journal.CreateRoomAsync(new JournalRoom("room", "Room")).Within();
            entries = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => journal.AppendAsync("room", "a", $"{i}"))).Within();

            // As a crash would leave it: most of it stands in the log only.
            File.Copy(Store.Path, copy);
            File.Copy(Store.Path + "-wal", copy + "-wal");
        }

        await using IJournal again = SqliteStore.Create(copy);
        await again.OpenAsync(_ => { }).Within();

        Assert.AreSequenceEqual(entries, await again.ReadAllAsync("room"));
    }

    private async Task<IJournal> OpenAsync(TimeProvider? clock = null)
    {
        IJournal journal = Create(clock: clock);
        await journal.OpenAsync(_ => { }).Within();
        return journal;
    }

    // Every 61st character of a plane of Unicode, and its last.
    private static string Plane(int plane)
    {
        var text = new StringBuilder();
        for (int i = 0; i <= 0xFFFF; i += i == 0xFFFF - (0xFFFF % 61) ? 0xFFFF % 61 : 61)
        {
            if (Rune.TryCreate((plane << 16) | i, out Rune rune))
            {
                text.Append(rune.ToString());
            }

            if (i == 0xFFFF)
            {
                break;
            }
        }

        return text.ToString();
    }
}
