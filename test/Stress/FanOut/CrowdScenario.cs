namespace Messenger.Stress;

/// <summary>
/// Very many subscriptions: everybody gets everything, then everybody leaves. Waking so many takes a while, in which readers wait again
/// and are due to another sender already.
/// </summary>
internal sealed class CrowdScenario(IFanOut fanOut, int readers, int seed, TimeSpan patience)
{
    private const int Senders = 4;
    private const int Bursts = 6;
    private const int TextsPerBurst = 10;

    private readonly LogicalClock _clock = new();

    public Findings Findings { get; } = new();

    public async Task<Findings> RunAsync()
    {
        var roster = new Roster(Findings, patience);
        var reader = new FanOutReader(fanOut, roster, _clock, Findings);
        Opened[] crowd = [.. Enumerable.Range(0, readers).Select(_ => reader.Open("one of the crowd"))];
        Task[] reading = [.. crowd.Select(one => reader.ReadAsync(one))];
        CheckCount(readers);

        Sender[] senders = [.. Enumerable.Range(0, Senders).Select(i => new Sender(i, fanOut, _clock, Work.Choices(seed, i)))];
        for (int burst = 1; burst <= Bursts && !Findings.Any; burst++)
        {
            await roster.AllEnd("senders", senders.Select(sender => Task.Run(() => sender.SendAsync(TextsPerBurst))));
            await roster.AllReached(burst * TextsPerBurst * Senders);
        }

        CheckCount(readers);
        await roster.AllEnd("those who leave", crowd.Select(one => Task.Run(one.Subscription.Dispose)));
        await roster.AllEnd("readers of those who left", reading);
        CheckCount(0);
        roster.Inspect(new History([.. senders.SelectMany(sender => sender.Posts)], Findings));
        return Findings;
    }

    private void CheckCount(int expected)
    {
        if (fanOut.SubscriptionCount is var count && count != expected)
        {
            Findings.Add(Rule.NobodyStaysListed, $"{count} subscriptions are listed, where {expected} should be.");
        }
    }
}
