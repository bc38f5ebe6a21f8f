namespace Messenger.Load.Reporting;

/// <summary>What happened in a second, or in the rest of one.</summary>
/// <param name="End">When it ended, in seconds after warming up; 0 and below is warming up.</param>
/// <param name="DeliveriesPerSecond">Deliveries.</param>
/// <param name="SendsPerSecond">Sends that began.</param>
/// <param name="P99">p99 of the latency so far, in microseconds; null while warming up.</param>
/// <param name="ServerCpuPercent">The server's CPU, 100 for one core; null where it cannot be seen.</param>
/// <param name="ServerResidentBytes">The server's memory; null where it cannot be seen.</param>
/// <param name="GeneratorCpuPercent">The generator's own CPU.</param>
internal sealed record Second(
    double End,
    double DeliveriesPerSecond,
    double SendsPerSecond,
    double? P99,
    double? ServerCpuPercent,
    long? ServerResidentBytes,
    double GeneratorCpuPercent)
{
    public bool IsWarmUp => End <= 0;
}
