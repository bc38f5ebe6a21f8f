namespace Messenger.Load.Reporting;

/// <summary>All that a run has found out: what the console says, and report.json and report.html.</summary>
internal sealed record LoadReport
{
    /// <summary>When the run began, in UTC.</summary>
    public required DateTime StartedAt { get; init; }

    public required Machine Machine { get; init; }

    public required Shape Shape { get; init; }

    public required Figures Figures { get; init; }

    /// <summary>Latency over per cent of the deliveries, for a curve.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    /// <summary>What happened second by second, warming up included.</summary>
    public required IReadOnlyList<Second> Seconds { get; init; }

    public required Judgement Verdict { get; init; }

    /// <summary>What should be known about the figures, a sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
