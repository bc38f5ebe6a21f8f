using System.Text;
using Messenger.Journal;
using Messenger.Journal.Memory;

namespace Messenger.Chat.Tests;

[TestClass]
public sealed class PostTests
{
    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow(" \t\r\n\u00a0\u2003")]
    [DataRow(null)]
    public async Task PostAsync_WithABlankAuthor_IsRefusedWithTheFieldAndTheLimit(string? author)
    {
        await using House house = await House.OpenAsync();

        InvalidFieldException refusal =
            await Assert.ThrowsExactlyAsync<InvalidFieldException>(() => house.Shared.PostAsync(author!, "text")).Within();

        Assert.Contains("'author'", refusal.Message);
        Assert.Contains("1 to 256 bytes", refusal.Message);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow("\n\t")]
    [DataRow(null)]
    public async Task PostAsync_WithABlankText_IsRefusedWithTheFieldAndTheLimit(string? text)
    {
        await using House house = await House.OpenAsync();

        InvalidFieldException refusal =
            await Assert.ThrowsExactlyAsync<InvalidFieldException>(() => house.Shared.PostAsync("Ann", text!)).Within();

        Assert.Contains("'text'", refusal.Message);
        Assert.Contains("1 to 65536 bytes", refusal.Message);
    }

    [TestMethod]
    [DataRow("", 0)]
    [DataRow("\u007F", 1)]
    [DataRow("a\nb", 3)]
    [DataRow("\0", 1)]
    [DataRow("ключ", 4)]
    [DataRow("é", 1)]
    [DataRow("k", 129)]
    public async Task PostAsync_WithAKeyThatIsNone_IsRefusedAndNotStored(string key, int length)
    {
        await using House house = await House.OpenAsync();
        string given = key == "k" ? new string('k', length) : key;

        InvalidFieldException refusal =
            await Assert.ThrowsExactlyAsync<InvalidFieldException>(() => house.Shared.PostAsync("Ann", "Hello", given)).Within();

        Assert.AreEqual("idempotencyKey", refusal.Field);
        Assert.Contains($"{length} characters: 1 to 128 of printable ASCII", refusal.Problem);
        Assert.IsEmpty((await house.Shared.ReadBeforeAsync(long.MaxValue).AsTask().Within()).Entries);
    }

    [TestMethod]
    [DataRow(" ")]
    [DataRow("~")]
    [DataRow("a/b,c;d=\"e\" %20")]
    [DataRow(null)]
    public async Task PostAsync_WithAKeyAgain_IsHeardOnce(string? key)
    {
        key ??= new string('k', 128);
        await using House house = await House.OpenAsync();
        using RoomReader reader = house.Shared.ReadFromNow();

        JournalEntry first = await house.Shared.PostAsync("Ann", "Hello", key).Within();
        JournalEntry again = await house.Shared.PostAsync("Ann", "Hello", key).Within();
        await Assert.ThrowsExactlyAsync<IdempotencyConflictException>(() => house.Shared.PostAsync("Ann", "Good bye", key)).Within();
        await house.Shared.PostAsync("Ann", "Hello").Within();

        Assert.AreEqual(first, again);
        Assert.AreSequenceEqual([1, 2], await reader.ReadSequencesAsync(2));
    }

    [TestMethod]
    public async Task PostAsync_WithTheKeyOfAnotherRoom_IsAnotherMessage()
    {
        await using House house = await House.OpenAsync();
        Room room = await house.Rooms.CreateAsync("room").Within();

        await house.Shared.PostAsync("Ann", "Hello", "key").Within();
        JournalEntry entry = await room.PostAsync("Bob", "Good bye", "key").Within();

        Assert.AreEqual((room.Id, 1L), (entry.RoomId, entry.Sequence));
    }

    [TestMethod]
    [DataRow("x", 10)]
    [DataRow("щ", 5)]
    [DataRow("€", 3)]
    [DataRow("😀", 2)]
    public async Task PostAsync_AtTheLimit_IsKept(string unit, int count)
    {
        int limit = Encoding.UTF8.GetByteCount(unit) * count;
        await using RoomDirectory rooms = await OpenWithLimitAsync(limit);
        string value = string.Concat(Enumerable.Repeat(unit, count));

        JournalEntry entry = await rooms.Shared.PostAsync(value, value).Within();

        Assert.AreEqual((value, value), (entry.Author, entry.Text));
    }

    [TestMethod]
    [DataRow("x", 10)]
    [DataRow("щ", 5)]
    [DataRow("€", 3)]
    [DataRow("😀", 2)]
    public async Task PostAsync_AByteAboveTheLimit_IsRefusedAndNotStored(string unit, int count)
    {
        int bytes = Encoding.UTF8.GetByteCount(unit) * count;
        await using RoomDirectory rooms = await OpenWithLimitAsync(bytes - 1);
        string value = string.Concat(Enumerable.Repeat(unit, count));

        InvalidFieldException ofAuthor =
            await Assert.ThrowsExactlyAsync<InvalidFieldException>(() => rooms.Shared.PostAsync(value, "t")).Within();
        InvalidFieldException ofText =
            await Assert.ThrowsExactlyAsync<InvalidFieldException>(() => rooms.Shared.PostAsync("a", value)).Within();

        foreach ((InvalidFieldException refusal, string field) in new[] { (ofAuthor, "'author'"), (ofText, "'text'") })
        {
            Assert.Contains(field, refusal.Message);
            Assert.Contains($"{bytes} bytes", refusal.Message);
            Assert.Contains($"1 to {bytes - 1} bytes", refusal.Message);
        }

        JournalEntry first = await rooms.Shared.PostAsync("a", "t").Within();
        Assert.AreEqual(1, first.Sequence);
    }

    [TestMethod]
    public async Task PostAsync_WithTheDefaultLimits_TakesExactlyThem()
    {
        await using House house = await House.OpenAsync();

        await house.Shared.PostAsync(new string('a', 256), new string('t', 65_536)).Within();

        await Assert.ThrowsExactlyAsync<InvalidFieldException>(() => house.Shared.PostAsync(new string('a', 257), "t")).Within();
        await Assert.ThrowsExactlyAsync<InvalidFieldException>(() => house.Shared.PostAsync("a", new string('t', 65_537))).Within();
    }

    [TestMethod]
    public async Task PostAsync_WhenItCompletes_HasReachedEveryLiveReader()
    {
        await using House house = await House.OpenAsync();
        using RoomReader one = house.Shared.ReadFromNow();
        using RoomReader other = house.Shared.ReadFromNow();

        JournalEntry entry = await house.Shared.PostAsync("Ann", "Hello").Within();

        foreach (RoomReader reader in new[] { one, other })
        {
            Task<ReadOnlyMemory<Message>> read = reader.ReadAsync().AsTask();
            Assert.IsTrue(read.IsCompletedSuccessfully, "It is in the queue already.");
            Message message = (await read).Span[0];
            Assert.AreEqual(
                (entry.Sequence, entry.SendTime, "Ann", "Hello"), (message.Sequence, message.SendTime, message.Author, message.Text));
        }
    }

    private static async Task<RoomDirectory> OpenWithLimitAsync(int bytes)
    {
        var rooms = new RoomDirectory(new MemoryJournal(), new ChatOptions { AuthorBytes = bytes, TextBytes = bytes });
        await rooms.OpenAsync().Within();
        return rooms;
    }
}
