namespace Messenger.Load.Reporting;

/// <summary>What the console shows: a line a second while it runs, and the figures and the verdict at the end.</summary>
internal sealed class ConsoleReport(TextWriter output)
{
    public void Say(string line) => output.WriteLine(line);

    public void Begin(Shape shape, string server)
    {
        output.WriteLine($"{shape.Server}: {shape.Describe()}.");
        output.WriteLine(server);
    }

    public void Progress(Second second)
    {
        string latency = second.P99 is { } p99 ? $"p99 {Units.Duration(p99)}" : "warming up";
        string server = second is { ServerCpuPercent: { } cpu, ServerResidentBytes: { } memory }
            ? $"server {Units.Percent(cpu)} CPU {Units.Bytes(memory)}"
            : "server not seen";
        output.WriteLine(FormattableString.Invariant(
            $"{second.End,6:0.#} s {second.DeliveriesPerSecond,12:N0} deliveries/s {second.SendsPerSecond,9:N0} sends/s  {latency,-14} {server}  load {Units.Percent(second.GeneratorCpuPercent)} CPU"));
    }

    public void End(LoadReport report)
    {
        Figures figures = report.Figures;
        output.WriteLine();
        output.WriteLine(
            $"{Units.Count(figures.DeliveriesPerSecond)} deliveries/s, {Units.Count(figures.SendsPerSecond)} sends/s; {Units.Count(figures.Sent)} sent, {Units.Count(figures.Acknowledged)} acknowledged, {Units.Count(figures.Failed)} failed, {Units.Count(figures.Deliveries)} delivered");
        if (figures.FirstFailure is { } failure)
        {
            output.WriteLine($"the first send that failed: {failure}");
        }

        Print("delivery", figures.Delivery);
        Print("answer", figures.Answer);
        if (report.Shape.Rate is not null)
        {
            Print("sent late", figures.Lateness);
        }

        Print("server", figures.Server);
        Print("load", figures.Generator);
        foreach (string note in report.Notes)
        {
            output.WriteLine($"Note: {note}");
        }

        output.WriteLine();
        Print(report.Verdict);
    }

    private void Print(string name, Latency latency) => output.WriteLine(
        $"{name,-10} p50 {Units.Duration(latency.P50)}, p90 {Units.Duration(latency.P90)}, p99 {Units.Duration(latency.P99)}, p99.9 {Units.Duration(latency.P999)}, max {Units.Duration(latency.Max)}");

    private void Print(string name, Usage? usage)
    {
        if (usage is not null)
        {
            output.WriteLine(
                $"{name,-10} {Units.Percent(usage.CpuPercent)} CPU, {Units.Duration(usage.CpuMicrosecondsPerDelivery)} a delivery, {Units.Bytes(usage.ResidentBytes)} (highest {Units.Bytes(usage.HighestResidentBytes)})");
        }
    }

    private void Print(Judgement verdict)
    {
        if (verdict.IsSound)
        {
            output.WriteLine($"Verdict: sound. {Units.Count(verdict.Messages)} messages, {Units.Count(verdict.Deliveries)} deliveries, no rule broken.");
            return;
        }

        output.WriteLine("Verdict: BROKEN.");
        foreach (BrokenPromise broken in verdict.Broken)
        {
            output.WriteLine($"{broken.Rule} ({broken.Promise}): {Units.Times(broken.Times)}");
            foreach (string evidence in broken.Evidence)
            {
                output.WriteLine($"  {evidence}");
            }
        }
    }
}
