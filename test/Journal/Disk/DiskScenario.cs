using System.Collections.Concurrent;

namespace Messenger.Journal.Tests;

/// <summary>
/// Senders on a journal in a process of its own, whose disk fails for a while, and what has to hold of it all: what was published is in one
/// order without a gap and is what another process finds afterwards; what was acknowledged is among it. What was not is sent again with its
/// idempotency key until it is, some of it twice at once, and is there once.
/// </summary>
internal sealed class DiskScenario(JournalProcess process, ConcurrentQueue<JournalEntry> published) : IAsyncDisposable
{
    private const int Senders = 4;

    private static readonly string[] Rooms = ["one", "two"];

    // By their texts, which are the keys.
    private readonly ConcurrentDictionary<string, JournalEntry> _kept = new();
    private readonly ConcurrentQueue<(string Room, string Author, string Text)> _unknown = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private int _sent;

    /// <summary>What senders were told whose message was not acknowledged.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    public static async Task<DiskScenario> OpenAsync(string path, IReadOnlyDictionary<string, string>? environment = null)
    {
        var published = new ConcurrentQueue<JournalEntry>();
        JournalProcess process = await JournalProcess.OpenAsync(
            path,
            line =>
            {
                if (line.StartsWith("published ", StringComparison.Ordinal))
                {
                    published.Enqueue(JournalProcess.Entry(line["published ".Length..]));
                }
            },
            environment);
        var scenario = new DiskScenario(process, published);
        foreach (string room in Rooms)
        {
            await process.CreateRoomAsync(room).Within();
        }

        return scenario;
    }

    /// <summary>Sends, several at a time, until so many were acknowledged.</summary>
    public Task KeepAsync(int count)
    {
        int enough = _kept.Count + count;
        return SendUntilAsync(() => _kept.Count >= enough);
    }

    /// <summary>Sends, several at a time, until so many have failed. In between, everything that was acknowledged can be read.</summary>
    public async Task FailAsync(int count)
    {
        int enough = _failures.Count + count;
        Task failing = SendUntilAsync(() => _failures.Count >= enough);
        await CheckReadsAsync();
        await failing;
        await CheckReadsAsync();
    }

    /// <summary>Everything that was acknowledged can be read.</summary>
    public async Task CheckReadsAsync()
    {
        JournalEntry[] kept = [.. _kept.Values];
        List<JournalEntry> read = [];
        foreach (string room in Rooms)
        {
            read.AddRange(await process.ReadAllAsync(room));
        }

        Assert.IsEmpty(kept.Except(read));
    }

    /// <summary>Sends again what was not acknowledged, closes the journal, opens it here, and holds it against what was said.</summary>
    public async Task CheckAllAsync(string path)
    {
        await SendUntilAsync(() => _unknown.IsEmpty);
        await process.CloseAsync();
        Console.WriteLine($"{_kept.Count} acknowledged, {published.Count} published, {_failures.Count} failed: {_failures.LastOrDefault()}");
        await using IJournal journal = SqliteStore.Create(path);
        await journal.OpenAsync(_ => { }).Within();
        foreach (string room in Rooms)
        {
            List<JournalEntry> found = await journal.ReadAllAsync(room);
            Assert.AreSequenceEqual(published.Where(entry => entry.RoomId == room), found);
            Assert.AreSequenceEqual(Enumerable.Range(1, found.Count).Select(i => (long)i), found.Select(entry => entry.Sequence));
            Assert.AreSequenceEqual(found.Select(entry => entry.SendTime).Distinct().Order(), found.Select(entry => entry.SendTime));
        }

        Assert.IsEmpty(_kept.Values.Except(published));
        Assert.HasCount(published.Count, published.DistinctBy(entry => entry.Text));
        Assert.HasCount(_sent, published);
        Assert.AreSequenceEqual(Rooms, (await journal.ReadRoomsAsync().Within()).Select(room => room.Id));
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private Task SendUntilAsync(Func<bool> isEnough)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        return Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            while (!isEnough())
            {
                Assert.IsTrue(DateTime.UtcNow < end, $"Sent in vain: {_kept.Count} were acknowledged, {_failures.Count} failed. {_failures.LastOrDefault()}");
                await SendNextAsync(Rooms[sender % Rooms.Length], $"sender{sender}");
            }
        })));
    }

    private async Task SendNextAsync(string room, string author)
    {
        if (!_unknown.TryDequeue(out (string Room, string Author, string Text) message))
        {
            message = (room, author, $"{Interlocked.Increment(ref _sent)}");
        }

        bool isTwice = message.Text.EndsWith('0');
        Task<bool>[] sends = isTwice ? [TrySendAsync(message), TrySendAsync(message)] : [TrySendAsync(message)];
        if ((await Task.WhenAll(sends)).Contains(false))
        {
            _unknown.Enqueue(message);
        }
    }

    private async Task<bool> TrySendAsync((string Room, string Author, string Text) message)
    {
        try
        {
            JournalEntry entry = await process.AppendAsync(message.Room, message.Author, message.Text, message.Text).Within();
            Assert.AreEqual(entry, _kept.GetOrAdd(message.Text, entry));
            return true;
        }
        catch (JournalUnavailableException e)
        {
            Sentence.Check(e.Message);
            _failures.Enqueue(e.Message);
            return false;
        }
    }
}
