using Messenger.Journal;
using Messenger.Journal.Memory;

namespace Messenger.Stress;

/// <summary>
/// Again and again, all at once: a reader reads, be it behind or live, two others make it leave, one posts, and at last the house is
/// closed. Everybody must come to an end, and nobody may stay live.
/// </summary>
internal sealed class RoomDisposalScenario(int houses, int seed, TimeSpan patience)
{
    private const int Rounds = 20;
    private const int LongestPause = 2_000;
    private const int FarthestBehind = 30;
    private const int QueueCapacity = 4;

    private readonly Random _choices = Work.Choices(seed, 0);

    public async Task<Findings> RunAsync()
    {
        Findings findings = new();
        for (int i = 0; i < houses && !findings.Any; i++)
        {
            var kept = new MemoryJournal(new JournalOptions { PageEntries = 5 }, new MemoryJournalOptions(), TimeProvider.System);
            await using House house = await House.OpenAsync(new JitteryJournal(kept), QueueCapacity, patience);
            findings = house.Findings;
            List<Post> posts = [];
            for (int round = 1; round <= Rounds && !findings.Any; round++)
            {
                await RaceAsync(house, posts, close: round == Rounds);
                await house.Roster.Listed(() => house.Room.LiveReaders, 0);
            }

            house.Roster.Inspect(new History(posts, findings));
        }

        return findings;
    }

    private async Task RaceAsync(House house, List<Post> posts, bool close)
    {
        Visit visit = _choices.Next(3) == 0
            ? Visit.FromNow(house, "from now")
            : Visit.After(house, "from behind", Math.Max(0, posts.Count - _choices.Next(FarthestBehind)));
        var poster = new Poster(posts.Count, house, Work.Choices(seed, posts.Count));
        List<Func<Task>> race =
        [
            () => Run(visit.Dispose),
            _choices.Next(2) == 0 ? () => Run(visit.Dispose) : () => Run(visit.Cancel),
            () => PostAsync(poster, close),
        ];
        if (close)
        {
            race.Add(house.CloseAsync);
        }

        Func<Task>[] inAnyOrder = [.. race];
        _choices.Shuffle(inAnyOrder);
        int[] pauses = [.. inAnyOrder.Select(_ => _choices.Next(LongestPause))];
        Task reading = visit.ReadAsync(() => Task.CompletedTask);
        IEnumerable<Task> racing = inAnyOrder.Select((step, i) => Task.Run(async () =>
        {
            Thread.SpinWait(pauses[i]);
            await Task.Yield();
            await step();
        }));
        await house.Roster.AllEnd("disposal race", [.. racing, reading]);
        posts.AddRange(poster.Posts);
    }

    private static async Task PostAsync(Poster poster, bool mayBeClosed)
    {
        try
        {
            await poster.PostAsync(1);
            await poster.PostAsync(5);
            await poster.PostAsync(1);
        }
        catch (JournalClosedException) when (mayBeClosed)
        {
            // Announced: the message is not stored.
        }
    }

    private static Task Run(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
