namespace Messenger.Load.Checking;

/// <summary>What a run found out about the server's promises.</summary>
/// <param name="Messages">How many messages were held against them.</param>
/// <param name="Deliveries">How many deliveries.</param>
/// <param name="Broken">The rules that were broken.</param>
internal sealed record Verdict(int Messages, long Deliveries, IReadOnlyList<BrokenRule> Broken)
{
    public bool IsSound => Broken.Count == 0;

    /// <summary>Looks for what is missing, and sums up. To be called when nothing more is to come.</summary>
    public static Verdict Of(Ledger ledger, CommonOrder order, IReadOnlyCollection<StreamCheck> streams, Findings findings, long deliveries)
    {
        foreach (StreamCheck stream in streams)
        {
            stream.Conclude();
        }

        for (int number = ledger.First; number < ledger.Count; number++)
        {
            FindUndelivered(number, ref ledger[number], ledger, order, streams, findings);
        }

        return new Verdict(ledger.Count, deliveries, findings.Conclude());
    }

    private static void FindUndelivered(
        int number, ref Sent sent, Ledger ledger, CommonOrder order, IReadOnlyCollection<StreamCheck> streams, Findings findings)
    {
        if (sent.Completed == 0 || order.Has(number, ref sent))
        {
            return;
        }

        int open = 0;
        foreach (StreamCheck stream in streams)
        {
            open += stream.WasOpenFor(ref sent) ? 1 : 0;
        }

        if (open > 0)
        {
            findings.Add(Rule.NothingLost, () => $"None of the {open} streams that were open has {ledger.Describe(number)}.");
        }
    }
}
