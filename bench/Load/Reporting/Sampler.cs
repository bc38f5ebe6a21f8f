using System.Diagnostics;
using Messenger.Load.Checking;
using Messenger.Load.Reading;
using Messenger.Load.Server;

namespace Messenger.Load.Reporting;

/// <summary>Looks at the run once a second.</summary>
internal sealed class Sampler
{
    private readonly StreamSet _streams;
    private readonly Ledger _ledger;
    private readonly ServerProcess? _server;
    private readonly MeasuredTime _measured;
    private readonly List<Second> _seconds = [];
    private Sample _base;
    private Sample _last;
    private long _highestServer;
    private long _highestGenerator;

    public Sampler(StreamSet streams, Ledger ledger, ServerProcess? server, MeasuredTime measured)
    {
        _streams = streams;
        _ledger = ledger;
        _server = server;
        _measured = measured;
        _base = _last = Take();
    }

    public IReadOnlyList<Second> Seconds => _seconds;

    public double SendsPerSecond => (_last.Sends - _base.Sends) / SecondsBetween(_base, _last);

    /// <summary>Looks; what there was since the last look is a second, or the rest of one.</summary>
    /// <param name="moment">When it should look; it may be a little late.</param>
    public Second Look(long moment)
    {
        Sample now = Take();
        double seconds = SecondsBetween(_last, now);
        double end = Math.Round(Clock.Seconds(moment - _measured.From), 3);
        var second = new Second(
            end,
            (now.Deliveries - _last.Deliveries) / seconds,
            (now.Sends - _last.Sends) / seconds,
            end <= 0 ? null : Latency.Microseconds(_streams.Latencies().Percentile(99)),
            Percent(now.Server?.CpuSeconds - _last.Server?.CpuSeconds, seconds),
            now.Server?.ResidentBytes,
            Percent(now.Generator.CpuSeconds - _last.Generator.CpuSeconds, seconds)!.Value);
        _last = now;
        if (end <= 0)
        {
            _base = now;
        }

        _seconds.Add(second);
        return second;
    }

    /// <summary>What the server's process used while it was measured; null where it cannot be seen.</summary>
    public Usage? ServerUsage(long deliveries) =>
        _server is { } process && _base.Server is { } first && _last.Server is { } last
            ? UsageOf(process.Id, first, last, deliveries, _highestServer)
            : null;

    public Usage GeneratorUsage(long deliveries) =>
        UsageOf(Environment.ProcessId, _base.Generator, _last.Generator, deliveries, _highestGenerator);

    private static double SecondsBetween(Sample first, Sample last) => Math.Max(Clock.Seconds(last.At - first.At), 1e-9);

    private static double? Percent(double? cpuSeconds, double seconds) => cpuSeconds * 100 / seconds;

    private Usage UsageOf(int id, ProcessSample first, ProcessSample last, long deliveries, long highest)
    {
        double cpu = last.CpuSeconds - first.CpuSeconds;
        return new Usage(id, cpu * 100 / SecondsBetween(_base, _last), cpu * 1_000_000 / Math.Max(deliveries, 1), last.ResidentBytes, highest);
    }

    private Sample Take()
    {
        using var own = Process.GetCurrentProcess();
        var generator = new ProcessSample(own.TotalProcessorTime.TotalSeconds, own.WorkingSet64);
        ProcessSample? server = _server?.TrySample();
        _highestServer = Math.Max(_highestServer, server?.ResidentBytes ?? 0);
        _highestGenerator = Math.Max(_highestGenerator, generator.ResidentBytes);
        return new Sample(Clock.Now, _streams.Delivered, _ledger.Count, server, generator);
    }

    private readonly record struct Sample(long At, long Deliveries, int Sends, ProcessSample? Server, ProcessSample Generator);
}
