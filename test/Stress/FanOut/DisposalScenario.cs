namespace Messenger.Stress;

/// <summary>
/// Again and again, all at once: a reader reads, two dispose its subscription, one publishes, and now and then one completes the hub.
/// Everybody must come to an end, and nobody may stay listed.
/// </summary>
internal sealed class DisposalScenario(Func<IFanOut> create, int rounds, int seed, TimeSpan patience)
{
    private const int LongestPause = 300;

    private readonly LogicalClock _clock = new();
    private readonly Random _choices = Work.Choices(seed, 0);

    public Findings Findings { get; } = new();

    public async Task<Findings> RunAsync()
    {
        IFanOut fanOut = create();
        for (int round = 0; round < rounds && !Findings.Any; round++)
        {
            bool complete = _choices.Next(4) == 0;
            await RaceAsync(fanOut, complete);
            if (fanOut.SubscriptionCount != 0)
            {
                Findings.Add(Rule.NobodyStaysListed, $"{fanOut.SubscriptionCount} subscriptions are listed after round {round}.");
            }

            fanOut = complete ? create() : fanOut;
        }

        return Findings;
    }

    private async Task RaceAsync(IFanOut fanOut, bool complete)
    {
        var roster = new Roster(Findings, patience);
        var reader = new FanOutReader(fanOut, roster, _clock, Findings);
        (IFanOutSubscription subscription, ReaderRecord record) = reader.Open("disposed reader");
        List<Action> race = [subscription.Dispose, subscription.Dispose, () => Publish(fanOut, complete)];
        if (complete)
        {
            race.Add(fanOut.Complete);
        }

        Action[] inAnyOrder = [.. race];
        _choices.Shuffle(inAnyOrder);
        int[] pauses = [.. inAnyOrder.Select(_ => _choices.Next(LongestPause))];
        Task[] tasks = [.. inAnyOrder.Select((action, i) => Task.Run(() => { Thread.SpinWait(pauses[i]); action(); }))];
        await roster.AllEnd("disposal race", tasks.Append(ReadToTheEndAsync(subscription, record)));
    }

    private static async Task ReadToTheEndAsync(IFanOutSubscription subscription, ReaderRecord record)
    {
        while (!(await subscription.ReadAsync()).IsEmpty)
        {
        }

        record.Close(ReaderEnd.Left);
    }

    private static void Publish(IFanOut fanOut, bool mayBeCompleted)
    {
        try
        {
            fanOut.Publish(["one", "two"]);
            fanOut.Publish(["three"]);
        }
        catch (InvalidOperationException) when (mayBeCompleted)
        {
            // Announced: nothing can be published any more.
        }
    }
}
