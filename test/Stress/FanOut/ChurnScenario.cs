namespace Messenger.Stress;

/// <summary>Many senders and many readers, some of which join and leave all the time.</summary>
internal sealed class ChurnScenario(IFanOut fanOut, ChurnLoad load, int seed, TimeSpan patience)
{
    private const int LongestVisit = 200;

    private readonly LogicalClock _clock = new();
    private volatile bool _over;

    public Findings Findings { get; } = new();

    public async Task<Findings> RunAsync()
    {
        var roster = new Roster(Findings, patience);
        var reader = new FanOutReader(fanOut, roster, _clock, Findings);
        List<Task> readers = [];
        for (int i = 0; i < load.Residents; i++)
        {
            (IFanOutSubscription Subscription, ReaderRecord Record) first = reader.Open("resident");
            readers.Add(Task.Run(() => StayAsync(reader, first)));
        }

        for (int i = 0; i < load.Visitors; i++)
        {
            Random choices = Work.Choices(seed, i);
            (IFanOutSubscription Subscription, ReaderRecord Record) first = reader.Open("visitor");
            readers.Add(Task.Run(() => VisitAsync(reader, first, choices)));
        }

        Sender[] senders = [.. Enumerable.Range(0, load.Senders).Select(i => new Sender(i, fanOut, _clock, Work.Choices(seed, 1000 + i)))];
        await SendAsync(senders, roster);
        _over = true;
        fanOut.Complete();
        await roster.AllEnd("readers", readers);

        Console.WriteLine($"{roster.Count} readers received {roster.Received} texts.");
        roster.Inspect(new History([.. senders.SelectMany(sender => sender.Posts)], Findings));
        if (fanOut.SubscriptionCount != 0)
        {
            Findings.Add(Rule.NobodyStaysListed, $"{fanOut.SubscriptionCount} subscriptions are listed after the end.");
        }

        return Findings;
    }

    private async Task SendAsync(Sender[] senders, Roster roster)
    {
        for (int burst = 1; burst <= load.Bursts && !Findings.Any; burst++)
        {
            int texts = int.IsEvenInteger(burst) ? load.LongBurst : load.ShortBurst;
            await roster.AllEnd("senders", senders.Select(sender => Task.Run(() => sender.Send(texts))));
            await roster.AllReached(senders.Sum(sender => sender.Posts.Count));
        }
    }

    // One that lapses comes back at once: over a hub alone, what it missed is gone, and it was told so.
    private static async Task StayAsync(FanOutReader reader, (IFanOutSubscription Subscription, ReaderRecord Record) stay)
    {
        await reader.Read(stay.Subscription, stay.Record);
        while (stay.Record.End == ReaderEnd.Told)
        {
            stay = reader.Open("resident");
            await reader.Read(stay.Subscription, stay.Record);
        }
    }

    private async Task VisitAsync(
        FanOutReader reader, (IFanOutSubscription Subscription, ReaderRecord Record) visit, Random choices)
    {
        while (true)
        {
            if (choices.Next(3) == 0)
            {
                // Shown out by another thread, perhaps while it waits or takes.
                Task reached = visit.Record.Reached(visit.Subscription.FirstSequence + choices.Next(LongestVisit));
                _ = DisposeAfterAsync(visit.Subscription, reached);
            }

            await reader.Read(visit.Subscription, visit.Record, choices.Next(LongestVisit), choices);
            if (_over)
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
