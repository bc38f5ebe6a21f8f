using Messenger.Chat;
using Messenger.Journal;
using Messenger.Journal.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.Stress;

/// <summary>Who joins a room with a long history gets all of it, and costs no more memory than who joins one with a short.</summary>
[TestClass]
public sealed class LongHistoryTests
{
    // Some pages; the shorter of the histories below is several times that.
    private const long MostMemory = 4 << 20;

    private static readonly int Messages = Work.IsLong ? 1_000_000 : 30_000;

    private DirectoryInfo _folder = null!;

    [TestInitialize]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("messenger-stress-");

    [TestCleanup]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [TestMethod]
    public async Task ReadAfter_OfARoomWithALongHistory_GivesAllOfItInBoundedMemory()
    {
        await SayAsync(Messages);

        (long read, long memory) = await JoinAsync(_ => { });

        Console.WriteLine($"{read} messages, with {memory >> 10} KiB at most.");
        Assert.AreEqual(Messages, read);
        Assert.IsLessThan(MostMemory, memory);
    }

    [TestMethod]
    public async Task ReadAfter_WithAReaderThatKeepsEverything_ShowsThatMemoryIsMeasured()
    {
        List<Message> kept = [];
        await SayAsync(30_000);

        (long read, long memory) = await JoinAsync(messages => kept.AddRange(messages.Span));

        Assert.AreEqual(kept.Count, read);
        Assert.IsGreaterThan(2 * MostMemory, memory);
    }

    private static string Text(long sequence) => $"{sequence} ".PadRight(200, 'x');

    private async Task SayAsync(int count)
    {
        await using RoomDirectory house = await OpenAsync();
        const int AtOnce = 4096;
        for (int said = 0; said < count; said += AtOnce)
        {
            int from = said;
            await Task.WhenAll(
                Enumerable.Range(from + 1, Math.Min(AtOnce, count - from)).Select(i => house.Shared.PostAsync("a", Text(i)))).Within();
        }
    }

    // How many messages were read, and how much more memory was alive at most than before.
    private async Task<(long Read, long Memory)> JoinAsync(Action<ReadOnlyMemory<Message>> onRead)
    {
        await using RoomDirectory house = await OpenAsync();
        using RoomReader reader = house.Shared.ReadAfter(0);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        long read = 0;
        long nextLook = 0;
        long last = (await house.Shared.ReadBeforeAsync(long.MaxValue, limit: 1).Within()).Entries[0].Sequence;
        while (read < last)
        {
            ReadOnlyMemory<Message> messages = await reader.ReadAsync().Within();
            Check(messages.Span, read + 1);
            onRead(messages);
            read += messages.Length;
            if (read >= nextLook || read == last)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                nextLook = read + (last / 50);
            }
        }

        return (read, most);
    }

    private static void Check(ReadOnlySpan<Message> messages, long first)
    {
        Assert.AreNotEqual(0, messages.Length, "The reader has ended.");
        foreach (Message message in messages)
        {
            if (message.Sequence != first || message.Text != Text(first))
            {
                Assert.Fail($"Instead of {first} came {message.Sequence}: '{message.Text}'");
            }

            first++;
        }
    }

    private async Task<RoomDirectory> OpenAsync()
    {
        var journal = new SqliteJournal(
            Path.Combine(_folder.FullName, "messenger.db"), new JournalOptions(), TimeProvider.System, NullLogger<SqliteJournal>.Instance);
        var house = new RoomDirectory(journal, new ChatOptions());
        await house.OpenAsync().Within();
        return house;
    }
}
