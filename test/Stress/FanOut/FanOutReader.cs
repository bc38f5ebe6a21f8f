using Messenger.Hub;

namespace Messenger.Stress;

/// <summary>One reader on one subscription, which writes down what it gets.</summary>
internal sealed class FanOutReader(IFanOut fanOut, Roster roster, LogicalClock clock, Findings findings)
{
    /// <summary>Subscribes and writes down where that begins.</summary>
    public Opened Open(string name)
    {
        long started = clock.Read();
        IFanOutSubscription subscription = fanOut.Subscribe();
        ReaderRecord record = roster.Enter(name);
        record.BeginsAt(subscription.FirstSequence, (started, clock.Read()));
        return new Opened(subscription, record);
    }

    /// <summary>Reads until the subscription ends.</summary>
    public Task ReadAsync(Opened opened) => ReadAsync(opened, long.MaxValue, new Random(0));

    /// <summary>Reads until the subscription ends, or leaves once it has received enough.</summary>
    public async Task ReadAsync(Opened opened, long enough, Random choices)
    {
        (IFanOutSubscription subscription, ReaderRecord record) = opened;
        while (record.Received.Count < enough)
        {
            Batch<string> batch = await subscription.ReadAsync();
            if (batch.IsEmpty)
            {
                Close(subscription, record);
                return;
            }

            // A lent batch stays as it is until the next call, whatever comes meanwhile: so some take their time to look at it.
            if (choices.Next(4) == 0)
            {
                await Task.Yield();
            }

            WriteDown(batch, record);
        }

        subscription.Dispose();
        record.Close(ReaderEnd.Left);
    }

    private static void WriteDown(Batch<string> batch, ReaderRecord record)
    {
        for (int i = 0; i < batch.Items.Length; i++)
        {
            record.Add(batch.FirstSequence + i, batch.Items.Span[i]);
        }
    }

    private void Close(IFanOutSubscription subscription, ReaderRecord record)
    {
        SubscriptionStatus status = subscription.Status;
        if (status == SubscriptionStatus.Live)
        {
            findings.Add(Rule.NothingMissing, $"{record.Name} got an empty batch after {record.Last} on a live subscription.");
        }

        record.Close(status switch
        {
            SubscriptionStatus.Completed => ReaderEnd.Stayed,
            SubscriptionStatus.Lapsed => ReaderEnd.Told,
            _ => ReaderEnd.Left,
        });
    }
}
