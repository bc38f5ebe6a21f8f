namespace Messenger.Stress;

/// <summary>Many senders and many readers, some of which join and leave all the time.</summary>
internal sealed class ChurnScenario(IFanOut fanOut, ChurnLoad load, int seed, TimeSpan patience)
{
    private const int LongestVisit = 40;

    private readonly LogicalClock _clock = new();

    public Findings Findings { get; } = new();

    public async Task<Findings> RunAsync()
    {
        var roster = new Roster(Findings, patience);
        var reader = new FanOutReader(fanOut, roster, _clock, Findings);
        using var over = new CancellationTokenSource();
        List<Task> residents = [];
        for (int i = 0; i < load.Residents; i++)
        {
            Opened first = reader.Open("resident");
            residents.Add(Task.Run(() => StayAsync(reader, first)));
        }

        List<Task> visitors = [];
        for (int i = 0; i < load.Visitors; i++)
        {
            Opened first = reader.Open("visitor");
            Random choices = Work.Choices(seed, i);
            visitors.Add(Task.Run(() => VisitAsync(reader, first, choices, over.Token)));
        }

        Sender[] senders = [.. Enumerable.Range(0, load.Senders).Select(i => new Sender(i, fanOut, _clock, Work.Choices(seed, 1000 + i)))];
        await SendAsync(senders, roster);
        await over.CancelAsync();
        await roster.AllEnd("visitors", visitors);
        await roster.Listed(() => fanOut.SubscriptionCount, load.Residents);
        fanOut.Complete();
        await roster.AllEnd("residents", residents);

        Findings.Summary = $"{roster.Count} readers received {roster.Received} texts.";
        roster.Inspect(new History([.. senders.SelectMany(sender => sender.Posts)], Findings));
        return Findings;
    }

    private async Task SendAsync(Sender[] senders, Roster roster)
    {
        for (int burst = 1; burst <= load.Bursts && !Findings.Any; burst++)
        {
            int texts = int.IsEvenInteger(burst) ? load.LongBurst : load.ShortBurst;
            await roster.AllEnd("senders", senders.Select(sender => Task.Run(() => sender.SendAsync(texts))));
            await roster.AllReached(senders.Sum(sender => sender.Posts.Count));
        }
    }

    // One that lapses comes back at once: over a hub alone, what it missed is gone, and it was told so.
    private static async Task StayAsync(FanOutReader reader, Opened stay)
    {
        await reader.ReadAsync(stay);
        while (stay.Record.End == ReaderEnd.Told)
        {
            stay = reader.Open("resident");
            await reader.ReadAsync(stay);
        }
    }

    private static async Task VisitAsync(FanOutReader reader, Opened visit, Random choices, CancellationToken over)
    {
        while (true)
        {
            using CancellationTokenRegistration shownOut = over.Register(visit.Subscription.Dispose);
            if (choices.Next(3) == 0)
            {
                // Shown out by another thread, perhaps while it waits or takes.
                Task reached = visit.Record.Reached(visit.Subscription.FirstSequence + choices.Next(LongestVisit));
                _ = DisposeAfterAsync(visit.Subscription, reached);
            }

            await reader.ReadAsync(visit, choices.Next(LongestVisit), choices);
            if (over.IsCancellationRequested)
            {
                return;
            }

            visit = reader.Open("visitor");
        }
    }

    private static async Task DisposeAfterAsync(IFanOutSubscription subscription, Task reached)
    {
        await reached;
        subscription.Dispose();
    }
}
