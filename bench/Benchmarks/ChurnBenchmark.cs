using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Messenger.Hub;

namespace Messenger.Benchmarks;

/// <summary>A subscriber comes and leaves, among others that stay.</summary>
[MemoryDiagnoser]
public class ChurnBenchmark
{
    private readonly Hub<object> _hub = new();
    private readonly ChannelFanOut<object> _channels = new();

    [Params(0, 1000)]
    public int Others { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        for (int i = 0; i < Others; i++)
        {
            _hub.Subscribe();
            _channels.Subscribe();
        }
    }

    [Benchmark]
    public void AtHub() => _hub.Subscribe().Dispose();

    [Benchmark(Baseline = true)]
    public void AtChannels()
    {
        Channel<object> channel = _channels.Subscribe();
        _channels.Unsubscribe(channel);
    }
}
