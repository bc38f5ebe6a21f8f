using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Messenger.Benchmarks;
using Perfolizer.Horology;

// --short runs each benchmark once, to see that it works. Everything else is BenchmarkDotNet's own; without a filter, all are run.
const string Short = "--short";
Job job = args.Contains(Short)
    ? Job.Dry
    : Job.Default.WithWarmupCount(3).WithIterationCount(15).WithIterationTime(TimeInterval.FromMilliseconds(250));
string[] given = [.. args.Where(argument => argument != Short)];
bool isMeasuring = !given.Intersect(["--help", "--info", "--list", "--version"]).Any();
string[] own = isMeasuring && !given.Intersect(["--filter", "-f"]).Any() ? [.. given, "--filter", "*"] : given;

IEnumerable<Summary> summaries = BenchmarkSwitcher.FromAssembly(typeof(InProcessConfig).Assembly).Run(own, new InProcessConfig(job));
return isMeasuring ? Verdict.Of([.. summaries], Console.Error) : 0;
