using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Messenger.Benchmarks;

[TestClass]
public sealed class VerdictTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Run_WhenABenchmarkThrows_FailsAndNamesIt()
    {
        using var log = new StringWriter();

        int exitCode = Verdict.Of([Run<WorkingBenchmark>(), Run<ThrowingBenchmark>()], log);

        Assert.AreEqual(1, exitCode);
        StringAssert.Contains(log.ToString(), "Failed: ThrowingBenchmark.Throws", StringComparison.Ordinal);
        StringAssert.Contains(log.ToString(), "2 of 3 benchmarks ran.", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Run_WhenAllBenchmarksRan_Succeeds()
    {
        using var log = new StringWriter();

        int exitCode = Verdict.Of([Run<WorkingBenchmark>()], log);

        Assert.AreEqual(0, exitCode, log.ToString());
    }

    [TestMethod]
    public void Run_WithoutABenchmark_Fails()
    {
        Assert.AreEqual(1, Verdict.Of([], TextWriter.Null));
    }

    // These assemblies may be built for debugging, which does not matter for what is judged here.
    private Summary Run<T>() => BenchmarkRunner.Run<T>(new InProcessConfig(Job.Dry)
        .WithOptions(ConfigOptions.DisableOptimizationsValidator | ConfigOptions.DisableLogFile)
        .WithArtifactsPath(Path.Combine(TestContext.TestRunDirectory!, "BenchmarkDotNet")));
}
