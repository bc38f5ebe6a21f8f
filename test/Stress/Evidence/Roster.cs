using System.Collections.Concurrent;

namespace Messenger.Stress;

/// <summary>The records of all readers of a run, of those that left too.</summary>
internal sealed class Roster(Findings findings, TimeSpan patience)
{
    // What is left of patience once something was found: the run is lost anyhow, and should end.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<ReaderRecord> _records = new();

    public int Count => _records.Count;

    /// <summary>How much was received by those who have ended.</summary>
    public long Received => _records.Where(record => record.End is not null).Sum(record => (long)record.Received.Count);

    public ReaderRecord Enter(string name)
    {
        var record = new ReaderRecord($"{name} (reader {_records.Count + 1})");
        _records.Enqueue(record);
        return record;
    }

    /// <summary>
    /// Waits until everybody who is reading has this number. Nothing more is sent meanwhile, so that nothing but the right wake-up
    /// brings a reader on.
    /// </summary>
    public Task AllReached(long sequence) => Reached(_records, sequence);

    /// <summary>Waits until these readers have this number.</summary>
    public async Task Reached(IReadOnlyCollection<ReaderRecord> records, long sequence)
    {
        if (await Ends(Task.WhenAll(records.Select(record => record.Reached(sequence)))))
        {
            return;
        }

        foreach (ReaderRecord record in records.Where(record => !record.Reached(sequence).IsCompleted))
        {
            findings.Add(Rule.NothingMissing, $"{record.Name} stands at {record.Last}, long after {sequence} was sent.");
        }
    }

    /// <summary>Waits for what should end: no longer than patience lasts. What it throws is a finding, too.</summary>
    public async Task AllEnd(string who, IEnumerable<Task> tasks)
    {
        Task all = Task.WhenAll(tasks);
        if (!await Ends(all))
        {
            string names = string.Join(", ", _records.Where(record => record.End is null).Take(3).Select(record => record.Name));
            findings.Add(Rule.EverybodyEnds, $"{who}: not all have ended: {names} …");
        }
        else if (all.Exception is { } thrown)
        {
            findings.Add(Rule.NothingElseIsThrown, $"{who}: {thrown.Flatten().InnerException}");
        }
    }

    /// <summary>Waits until as many are listed as should be; no event tells.</summary>
    public async Task Listed(Func<int> count, int expected)
    {
        DateTime end = DateTime.UtcNow + Left;
        while (count() != expected && DateTime.UtcNow < end)
        {
            await Task.Delay(1);
        }

        if (count() is var listed && listed != expected)
        {
            findings.Add(Rule.NobodyStaysListed, $"{listed} are listed, where {expected} read.");
        }
    }

    /// <summary>Inspects those that have ended; that the others have not is a finding of its own.</summary>
    public void Inspect(History history)
    {
        var inspection = new Inspection(history, findings);
        foreach (ReaderRecord record in _records.Where(record => record.End is not null))
        {
            inspection.Of(record);
        }
    }

    private TimeSpan Left => findings.Any ? Rest : patience;

    // Not WaitAsync, which throws: here being late is evidence.
    private async Task<bool> Ends(Task task)
    {
        using var late = new CancellationTokenSource();
        Task first = await Task.WhenAny(task, Task.Delay(Left, late.Token));
        await late.CancelAsync();
        return first == task;
    }
}
