using BenchmarkDotNet.Attributes;

namespace Messenger.Benchmarks;

/// <summary>A benchmark that runs.</summary>
public class WorkingBenchmark
{
    private readonly int _one = 1;

    [Benchmark]
    public int Runs() => _one + _one;
}
