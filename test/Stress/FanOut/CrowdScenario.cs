namespace Messenger.Stress;

/// <summary>Very many subscriptions: everybody gets everything, then everybody leaves.</summary>
internal sealed class CrowdScenario(IFanOut fanOut, int readers, int seed, TimeSpan patience)
{
    private const int Bursts = 5;
    private const int TextsPerBurst = 20;

    private readonly LogicalClock _clock = new();

    public Findings Findings { get; } = new();

    public async Task<Findings> RunAsync()
    {
        var roster = new Roster(Findings, patience);
        var reader = new FanOutReader(fanOut, roster, _clock, Findings);
        Opened[] crowd = [.. Enumerable.Range(0, readers).Select(_ => reader.Open("one of the crowd"))];
        Task[] reading = [.. crowd.Select(one => reader.ReadAsync(one))];
        CheckCount(readers);

        var sender = new Sender(0, fanOut, _clock, Work.Choices(seed, 0));
        for (int burst = 1; burst <= Bursts && !Findings.Any; burst++)
        {
            await roster.AllEnd("sender", [Task.Run(() => sender.SendAsync(TextsPerBurst))]);
            await roster.AllReached(sender.Posts.Count);
        }

        CheckCount(readers);
        await roster.AllEnd("those who leave", crowd.Select(one => Task.Run(one.Subscription.Dispose)));
        await roster.AllEnd("readers of those who left", reading);
        CheckCount(0);
        roster.Inspect(new History(sender.Posts, Findings));
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
