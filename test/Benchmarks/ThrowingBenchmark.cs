using BenchmarkDotNet.Attributes;

namespace Messenger.Benchmarks;

/// <summary>One benchmark that runs, and one that does not.</summary>
public class ThrowingBenchmark
{
    private readonly string _reason = "It is meant to fail.";

    [Benchmark]
    public int Runs() => _reason.Length;

    [Benchmark]
    public void Throws() => throw new InvalidOperationException(_reason);
}
