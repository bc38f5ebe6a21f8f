using BenchmarkDotNet.Attributes;

namespace Messenger.Benchmarks;

/// <summary>
/// From publishing a message until the last of its subscribers has copied it, as a stream copies an encoded frame.
/// </summary>
[MemoryDiagnoser]
public class FanOutLatencyBenchmark
{
    private readonly Arrivals _arrivals = new();
    private IFanOut<byte[]> _fanOut = new HubFanOut<byte[]>();
    private Task _reading = Task.CompletedTask;
    private byte[] _message = [];

    [Params(1, 10, 100, 1000)]
    public int Subscribers { get; set; }

    [Params(100, 4096)]
    public int Bytes { get; set; }

    [GlobalSetup(Target = nameof(ThroughHub))]
    public void SetUpHub() => SetUp(new HubFanOut<byte[]>());

    [GlobalSetup(Target = nameof(ThroughChannels))]
    public void SetUpChannels() => SetUp(new ChannelFanOut<byte[]>());

    [GlobalCleanup]
    public void CleanUp()
    {
        _fanOut.Complete();
        _reading.Wait();
    }

    [Benchmark]
    public void ThroughHub() => Publish();

    [Benchmark(Baseline = true)]
    public void ThroughChannels() => Publish();

    private void SetUp(IFanOut<byte[]> fanOut)
    {
        _fanOut = fanOut;
        _message = new byte[Bytes];
        _reading = Task.WhenAll(Enumerable.Range(0, Subscribers).Select(_ => SubscribeAsync()));
    }

    private Task SubscribeAsync()
    {
        byte[] copy = new byte[Bytes];
        return _fanOut.SubscribeAsync(messages =>
        {
            messages[0].CopyTo(copy, 0);
            _arrivals.Arrive();
        });
    }

    private void Publish()
    {
        _arrivals.Expect(Subscribers);
        _fanOut.Publish(new ReadOnlySpan<byte[]>(in _message));
        _arrivals.Wait();
    }
}
