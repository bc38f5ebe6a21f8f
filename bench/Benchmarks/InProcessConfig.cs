using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Messenger.Benchmarks;

/// <summary>
/// Runs every benchmark in this process, jobs of the command line included: otherwise BenchmarkDotNet generates a project for each, and
/// restores its packages.
/// </summary>
internal sealed class InProcessConfig : ManualConfig
{
    public InProcessConfig(Job job)
    {
        Add(DefaultConfig.Instance);
        AddColumn(StatisticColumn.Min, StatisticColumn.OperationsPerSecond);
        HideColumns(Column.Job, Column.Error, Column.RatioSD);
        AddJob(job.AsDefault());
        AddJob(new Job().WithToolchain(InProcessEmitToolchain.Instance).AsMutator());
    }
}
