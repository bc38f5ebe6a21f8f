namespace Messenger.Chaos;

/// <summary>
/// One fault after the other, each kind once in each round, in an order of its own; what nothing felt is done again. After each it waits
/// until senders get their answers again: no fault may have an end that is none.
/// </summary>
/// <param name="faults">Which ones.</param>
/// <param name="stage">What they are done to.</param>
/// <param name="isOver">Whether there were enough of them.</param>
/// <param name="choices">Random choices.</param>
internal sealed class FaultLane(IFaults faults, ChaosStage stage, Func<bool> isOver, Random choices)
{
    private readonly Findings _findings = stage.Findings;

    /// <summary>Ends when it is over, but not before the first round is, or with the first finding.</summary>
    public async Task RunAsync()
    {
        for (int round = 1; round == 1 || !isOver(); round++)
        {
            FaultKind[] kinds = [.. faults.Kinds];
            choices.Shuffle(kinds);
            foreach (FaultKind kind in kinds.Where(_ => !_findings.Any && (round == 1 || !isOver())))
            {
                await StrikeAsync(kind);
                await AnsweredAsync(kind);
            }

            if (_findings.Any)
            {
                return;
            }
        }
    }

    private async Task StrikeAsync(FaultKind kind)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        while (!await faults.StrikeAsync(kind, choices))
        {
            if (DateTime.UtcNow > end)
            {
                _findings.Add(Rule.FaultsAreFelt, $"Nothing has felt {kind} within {Patience.Limit}.");
            }

            if (_findings.Any)
            {
                return;
            }

            await Calls.PauseAsync();
        }

        stage.Tally.Count(kind);
    }

    private async Task AnsweredAsync(FaultKind kind)
    {
        // Sometimes the next fault finds those who are still busy with this one, sometimes a server under load.
        int answers = 1 << choices.Next(4, 8);
        try
        {
            await stage.Ledger.MoreAsync(answers).WaitAsync(Patience.Limit, _findings.Found);
        }
        catch (TimeoutException)
        {
            _findings.Add(Rule.GoesOn, $"After {kind}, fewer than {answers} messages were acknowledged within {Patience.Limit}.");
        }
        catch (OperationCanceledException)
        {
            // The run is lost already.
        }
    }
}
