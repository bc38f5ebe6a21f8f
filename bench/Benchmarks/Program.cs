using BenchmarkDotNet.Running;
using Messenger.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(FanOutBenchmark).Assembly).Run(args);
