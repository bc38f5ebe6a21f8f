using Messenger.Journal.Sqlite;
using Microsoft.Data.Sqlite;

namespace Messenger.Journal.Tests;

/// <summary>Readers cannot write, wait for one another and not for the writer, and do not let its log grow without bound.</summary>
[TestClass]
public sealed class ReadingTests : StoreTests<SqliteStore>
{
    // The log begins anew at 64 MiB at the latest; a group and what is written between two checkpoints come on top.
    private const long LongestLog = 80 << 20;

    [TestMethod]
    public async Task OpenForReading_IsAConnectionThatCannotWrite()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();
        string elsewhere = Path.Combine(Store.Folder, "elsewhere.db");
        using DatabaseFile file = DatabaseFile.Take(elsewhere);
        file.SetUp();
        using SqliteConnection connection = file.OpenForReading();

        SqliteException refusal = Assert.ThrowsExactly<SqliteException>(
            () => SqliteStore.Ask(connection, "INSERT INTO room (number, id, name) VALUES (1, x'00', x'00')"));

        Assert.Contains("readonly", refusal.Message);
    }

    [TestMethod]
    public async Task ReadAfterAsync_ByAHundredReadersBesideSenders_GivesEachTheExactHistory()
    {
        const int Senders = 4;
        const int Each = 300;
        const int Readers = 100;
        await using IJournal journal = Create(new JournalOptions { PageEntries = 20 });
        await journal.OpenWithRoomsAsync().Within();

        Task[] senders =
        [
            .. Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
            {
                for (int i = 0; i < Each; i++)
                {
                    await journal.AppendAsync("room", $"{sender}", $"{i}");
                }
            })),
        ];
        Task<List<JournalEntry>>[] readers =
        [
            .. Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
            {
                List<JournalEntry> entries = [];
                while (entries.Count < Senders * Each)
                {
                    JournalPage page = await journal.ReadAfterAsync("room", entries.Count, limit: 20);
                    entries.AddRange(page.Entries);
                }

                return entries;
            })),
        ];

        await Task.WhenAll(senders).Within();
        List<JournalEntry>[] read = await Task.WhenAll(readers).Within();
        List<JournalEntry> all = await journal.ReadAllAsync("room");
        Assert.AreSequenceEqual(Enumerable.Range(1, Senders * Each).Select(i => (long)i), all.Select(entry => entry.Sequence));
        foreach (List<JournalEntry> entries in read)
        {
            Assert.AreSequenceEqual(all, entries);
        }
    }

    [TestMethod]
    public async Task AppendAsync_BesideReadersThatAlwaysRead_BeginsTheLogAnew()
    {
        // What a reader began with must stay in the log, so the log cannot begin anew by itself while at every moment there is one that
        // began before the last commit.
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();
        using var over = new CancellationTokenSource();
        Task reading = Task.Run(() => ReadWithoutAPause(over.Token));
        string text = new('x', 65_536);

        for (long written = 0; written < 2 * LongestLog; written += 64 * text.Length)
        {
            await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => journal.AppendAsync("room", "a", text))).Within();
            Assert.IsLessThan(LongestLog, LogLength());
        }

        await over.CancelAsync();
        await reading.Within();
    }

    [TestMethod]
    public async Task AppendAsync_OfMuch_KeepsTheLogShort()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();
        string text = new('x', 65_536);

        for (int i = 0; i < 16; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => journal.AppendAsync("room", "a", text))).Within();
            await journal.ReadBeforeAsync("room", long.MaxValue).Within();
        }

        Assert.IsLessThan(10 << 20, LogLength());
    }

    // Over two connections: one begins before the other ends, and each takes its time.
    private void ReadWithoutAPause(CancellationToken over)
    {
        using SqliteConnection one = SqliteStore.Connect(Store.Path);
        using SqliteConnection two = SqliteStore.Connect(Store.Path);
        SqliteConnection[] connections = [one, two];
        Begin(one);
        for (int i = 1; !over.IsCancellationRequested; i++)
        {
            Begin(connections[i % 2]);
            over.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20));
            SqliteStore.Ask(connections[(i + 1) % 2], "COMMIT");
        }

        static void Begin(SqliteConnection connection)
        {
            SqliteStore.Ask(connection, "BEGIN");
            SqliteStore.Ask(connection, "SELECT max(id) FROM message");
        }
    }

    private long LogLength() => new FileInfo(Store.Path + "-wal").Length;
}
