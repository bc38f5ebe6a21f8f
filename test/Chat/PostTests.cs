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
