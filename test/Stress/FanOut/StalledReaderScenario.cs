using Messenger.Hub;

namespace Messenger.Stress;

/// <summary>Readers that stop reading, among readers that do not: who stops lapses alone.</summary>
internal sealed class StalledReaderScenario(IFanOut fanOut, int queueCapacity, int seed, TimeSpan patience)
{
    private const int Pairs = 8;

    private readonly LogicalClock _clock = new();
    private readonly List<Opened> _stalled = [];
    private readonly List<Opened> _running = [];

    public Findings Findings { get; } = new();

    public async Task<Findings> RunAsync()
    {
        var roster = new Roster(Findings, patience);
        var reader = new FanOutReader(fanOut, roster, _clock, Findings);
        Random choices = Work.Choices(seed, 0);
        for (int i = 0; i < Pairs; i++)
        {
            // In any order, because a subscription that lapses is taken out of the midst of the others.
            bool stalledFirst = choices.Next(2) == 0;
            (stalledFirst ? _stalled : _running).Add(reader.Open(stalledFirst ? "stalled" : "running"));
            (stalledFirst ? _running : _stalled).Add(reader.Open(stalledFirst ? "running" : "stalled"));
        }

        Task[] running = [.. _running.Select(one => Task.Run(() => reader.ReadAsync(one)))];
        var sender = new Sender(0, fanOut, _clock, choices);
        await OverflowAsync(sender, roster, choices);
        CheckWhoLapsed();

        await roster.AllEnd("stalled readers", _stalled.Select(one => reader.ReadAsync(one)));
        CheckWhatWasQueued();
        fanOut.Complete();
        await roster.AllEnd("running readers", running);
        roster.Inspect(new History(sender.Posts, Findings));
        return Findings;
    }

    // Never more than a queue holds, then a pause until whoever reads has read it: no reader lapses unless it has stopped.
    private async Task OverflowAsync(Sender sender, Roster roster, Random choices)
    {
        while (sender.Posts.Count <= 3 * queueCapacity && !Findings.Any)
        {
            await sender.SendAsync(choices.Next(1, queueCapacity + 1));
            await roster.Reached([.. _running.Select(one => one.Record)], sender.Posts.Count);
        }
    }

    private void CheckWhoLapsed()
    {
        foreach (Opened opened in _stalled.Concat(_running))
        {
            (IFanOutSubscription subscription, ReaderRecord record) = opened;
            SubscriptionStatus expected = _stalled.Contains(opened) ? SubscriptionStatus.Lapsed : SubscriptionStatus.Live;
            if (subscription.Status != expected)
            {
                Findings.Add(Rule.LapsesAlone, $"{record.Name} is {subscription.Status}.");

                // Or reading to its end would never end.
                subscription.Dispose();
            }
        }

        if (fanOut.SubscriptionCount != _running.Count)
        {
            Findings.Add(Rule.LapsesAlone, $"{fanOut.SubscriptionCount} subscriptions are listed, where {_running.Count} run.");
        }
    }

    private void CheckWhatWasQueued()
    {
        foreach (ReaderRecord record in _stalled.Select(one => one.Record).Where(record => record.End == ReaderEnd.Told))
        {
            if (record.Received.Count != queueCapacity)
            {
                Findings.Add(Rule.NothingMissing, $"{record.Name} found {record.Received.Count} texts in a queue of {queueCapacity}.");
            }
        }
    }
}
