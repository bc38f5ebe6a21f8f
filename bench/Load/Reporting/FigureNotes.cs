namespace Messenger.Load.Reporting;

/// <summary>What should be known about figures before anybody quotes them.</summary>
internal static class FigureNotes
{
    private const double LateMicroseconds = 1000;
    private const double MostOfTheMachine = 0.9;

    public static IEnumerable<string> Of(Figures figures, int overdue, int heldUp)
    {
        double used = figures.Generator.CpuPercent + (figures.Server?.CpuPercent ?? 0);
        if (used > MostOfTheMachine * 100 * Environment.ProcessorCount)
        {
            yield return $"The machine was full: the generator took {Units.Percent(figures.Generator.CpuPercent)} CPU of {Environment.ProcessorCount} cores, so the server could do more with it elsewhere.";
        }

        if (figures.Lateness.P99 > LateMicroseconds)
        {
            yield return $"The generator itself sent late, p99 {Units.Duration(figures.Lateness.P99)}: the latencies hold that.";
        }

        if (heldUp > 0)
        {
            yield return $"A sender had too many sends unanswered, and waited: {Units.Times(heldUp)}. What was due meanwhile counts from when it was due.";
        }

        if (overdue > 0)
        {
            yield return $"A sender went on although nothing in flight had arrived for long: {Units.Times(overdue)}.";
        }

        if (figures.Failed > 0)
        {
            yield return $"{Units.Count(figures.Failed)} sends failed; whether they are delivered is not judged.";
        }

        if (figures.ForeignDeliveries > 0)
        {
            yield return $"{Units.Count(figures.ForeignDeliveries)} deliveries were other people's messages, and left alone.";
        }
    }
}
