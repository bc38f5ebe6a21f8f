using Messenger.Journal;

namespace Messenger.Stress;

/// <summary>Many posters and readers of every kind in one room; some readers stay, the others join and leave at any moment.</summary>
internal sealed class RoomScenario(IJournal journal, RoomLoad load, int seed, TimeSpan patience)
{
    private const int LongestVisit = 60;
    private const int LongestPause = 4;

    private readonly List<Task> _residents = [];
    private readonly List<Poster> _posters = [];
    private long _posted;
    private int _lost;

    /// <summary>How many readers were told that messages are lost to them.</summary>
    public int Lost => _lost;

    public async Task<Findings> RunAsync()
    {
        await using House house = await House.OpenAsync(journal, load.QueueCapacity, patience);
        await PlayAsync(house);
        await house.CloseAsync();
        await CheckAsync(house);
        return house.Findings;
    }

    /// <summary>Everything up to the closing of the house.</summary>
    public async Task PlayAsync(House house)
    {
        using var over = new CancellationTokenSource();
        for (int i = 0; i < load.Residents; i++)
        {
            _residents.Add(StayAsync(house, Visit.FromNow(house, "resident from now"), Work.Choices(seed, i)));
            _residents.Add(StayAsync(house, FromTheBeginning(house, "resident from the beginning"), Work.Choices(seed, 100 + i)));
        }

        List<Task> visitors = [];
        for (int i = 0; i < load.Visitors; i++)
        {
            Random choices = Work.Choices(seed, 200 + i);
            visitors.Add(Task.Run(() => ComeAndGoAsync(house, choices, over.Token)));
        }

        _posters.AddRange(Enumerable.Range(0, load.Posters).Select(i => new Poster(i, house, Work.Choices(seed, 300 + i))));
        await PostAsync(house);
        await over.CancelAsync();
        await house.Roster.AllEnd("visitors", visitors);
        await house.Roster.Listed(() => house.Room.LiveReaders, _residents.Count);
    }

    /// <summary>What is left to do when the house is closed.</summary>
    public async Task CheckAsync(House house)
    {
        await house.Roster.AllEnd("residents", _residents);
        await InspectAsync(house, new History([.. _posters.SelectMany(poster => poster.Posts)], house.Findings));
    }

    private async Task PostAsync(House house)
    {
        Random choices = Work.Choices(seed, 400);
        for (int burst = 0; burst < load.Bursts && !house.Findings.Any; burst++)
        {
            int count = choices.Next(1, load.LongestBurst + 1);
            await house.Roster.AllEnd("posters", _posters.Select(poster => Task.Run(() => poster.PostAsync(count))));
            Volatile.Write(ref _posted, _posters.Sum(poster => poster.Posts.Count));
            await house.Roster.AllReached(_posted);
        }
    }

    // One to whom messages are lost comes back at once, for what is left.
    private async Task StayAsync(House house, Visit visit, Random choices)
    {
        await ReadAsync(house, visit, long.MaxValue, choices);
        while ((visit.Lost is not null || visit.Refused is not null) && load.MayLose)
        {
            visit = FromTheBeginning(house, "resident that came back");
            await ReadAsync(house, visit, long.MaxValue, choices);
        }
    }

    private async Task ComeAndGoAsync(House house, Random choices, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            Visit visit = Open(house, choices);
            Action leave = choices.Next(2) == 0 ? visit.Cancel : visit.Dispose;
            using CancellationTokenRegistration shownOut = over.Register(leave);
            if (choices.Next(2) == 0)
            {
                _ = LeaveAsync(visit.Record.Reached(visit.Record.Last + choices.Next(LongestVisit)), leave);
            }

            long enough = choices.Next(LongestVisit);
            await ReadAsync(house, visit, enough, choices);
        }
    }

    private async Task ReadAsync(House house, Visit visit, long enough, Random choices)
    {
        await visit.ReadAsync(enough, () => YieldAsync(choices.Next(LongestPause)));
        if (visit.Refused is { } refused && !load.MayLose)
        {
            house.Findings.Add(Rule.NothingElseIsThrown, $"{visit.Record.Name}, after {visit.Record.Last}: {refused.Message}");
        }

        if (visit.Lost is { } lost)
        {
            Interlocked.Increment(ref _lost);
            if (!load.MayLose || lost.Count < 1)
            {
                house.Findings.Add(Rule.NothingElseIsThrown, $"{visit.Record.Name}, after {visit.Record.Last}: {lost.Message}");
            }
        }
    }

    private Visit Open(House house, Random choices)
    {
        long cursor = choices.NextInt64(Volatile.Read(ref _posted) + 1);
        return choices.Next(3) switch
        {
            0 => Visit.FromNow(house, "visitor from now"),
            1 when cursor > 0 => Visit.After(house, "visitor with a cursor", cursor),
            _ => FromTheBeginning(house, "visitor from the beginning"),
        };
    }

    private Visit FromTheBeginning(House house, string name) =>
        load.MayLose ? Visit.OfWhatIsKept(house, name) : Visit.After(house, name, 0);

    private async Task InspectAsync(House house, History history)
    {
        // The journal is held against the same truth, as if it were one more reader.
        ReaderRecord kept = house.Roster.Enter("the journal");
        kept.BeginsAt(load.MayLose ? null : 1);
        JournalPage page;
        do
        {
            page = await journal.ReadAfterAsync(house.Room.Id, kept.Last);
            foreach (JournalEntry entry in page.Entries)
            {
                kept.Add(entry.Sequence, entry.Text);
            }
        }
        while (page is { HasMore: true, Entries.Count: > 0 });

        kept.Close(ReaderEnd.Stayed);
        house.Findings.Summary =
            $"{house.Roster.Count} readers received {house.Roster.Received}, of {history.Last} messages; {Lost} were told of a loss.";
        house.Roster.Inspect(history);
    }

    // Who takes long lapses.
    private static async Task YieldAsync(int times)
    {
        for (int i = 0; i < times; i++)
        {
            await Task.Yield();
        }
    }

    private static async Task LeaveAsync(Task reached, Action leave)
    {
        await reached;
        leave();
    }
}
