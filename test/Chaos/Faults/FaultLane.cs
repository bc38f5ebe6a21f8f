namespace Messenger.Chaos;

/// <summary>
/// One fault after the other, each kind once in each round, in an order of its own. After each it waits until senders get their answers
/// again: no fault may have an end that is none.
/// </summary>
internal sealed class FaultLane(IFaults faults, Ledger ledger, FaultTally tally, Findings findings, Random choices)
{
    /// <summary>Ends when the time is over, after a first round, or with the first finding.</summary>
    public async Task RunAsync(DateTime end)
    {
        for (int round = 1; round == 1 || DateTime.UtcNow < end; round++)
        {
            FaultKind[] kinds = [.. faults.Kinds];
            choices.Shuffle(kinds);
            foreach (FaultKind kind in kinds.Where(_ => !findings.Any && (round == 1 || DateTime.UtcNow < end)))
            {
                await faults.StrikeAsync(kind, choices);
                tally.Count(kind);
                await AnsweredAsync(kind);
            }

            if (findings.Any)
            {
                return;
            }
        }
    }

    private async Task AnsweredAsync(FaultKind kind)
    {
        // Sometimes the next fault finds those who are still busy with this one, sometimes a server under load.
        int answers = 1 << choices.Next(4, 8);
        try
        {
            await ledger.MoreAsync(answers).WaitAsync(Patience.Limit, findings.Found);
        }
        catch (TimeoutException)
        {
            findings.Add(Rule.GoesOn, $"After {kind}, fewer than {answers} messages were acknowledged within {Patience.Limit}.");
        }
        catch (OperationCanceledException)
        {
            // The run is lost already.
        }
    }
}
