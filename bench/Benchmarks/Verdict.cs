using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Messenger.Benchmarks;

/// <summary>
/// Whether a run was one: BenchmarkDotNet itself reports a benchmark that failed as a line without figures, and exits with 0.
/// </summary>
internal static class Verdict
{
    /// <summary>The process's exit code: 0 if there were benchmarks and all of them ran. What failed is named.</summary>
    public static int Of(IReadOnlyCollection<Summary> summaries, TextWriter log)
    {
        string[] failed =
        [
            .. summaries
                .SelectMany(summary => summary.BenchmarksCases.Where(benchmark => summary[benchmark] is not { Success: true }))
                .Select(NameOf),
        ];
        foreach (string name in failed)
        {
            log.WriteLine($"Failed: {name}");
        }

        int benchmarks = summaries.Sum(summary => summary.BenchmarksCases.Length);
        bool isValid = benchmarks > 0 && !summaries.Any(summary => summary.HasCriticalValidationErrors);
        log.WriteLine($"{benchmarks - failed.Length} of {benchmarks} benchmarks ran.");
        return isValid && failed.Length == 0 ? 0 : 1;
    }

    private static string NameOf(BenchmarkCase benchmark) =>
        $"{benchmark.Descriptor.Type.Name}.{benchmark.Descriptor.WorkloadMethodDisplayInfo} {benchmark.Parameters.DisplayInfo}";
}
