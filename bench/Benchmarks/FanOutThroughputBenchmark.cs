using BenchmarkDotNet.Attributes;

namespace Messenger.Benchmarks;

/// <summary>
/// A delivery, one message to one of 1,000 subscribers, while messages are published as fast as it goes, in batches. After each burst the
/// publisher waits until the last subscriber has the last message.
/// </summary>
[MemoryDiagnoser]
public class FanOutThroughputBenchmark
{
    private const int Subscribers = 1000;
    private const int Burst = 256;

    private readonly Arrivals _arrivals = new();
    private readonly object[] _burst = [.. Enumerable.Range(0, Burst).Select(_ => new object())];
    private IFanOut<object> _fanOut = new HubFanOut<object>();
    private Task _reading = Task.CompletedTask;

    [Params(1, 8, 64)]
    public int Batch { get; set; }

    [GlobalSetup(Target = nameof(ThroughHub))]
    public void SetUpHub() => SetUp(new HubFanOut<object>());

    [GlobalSetup(Target = nameof(ThroughChannels))]
    public void SetUpChannels() => SetUp(new ChannelFanOut<object>());

    [GlobalCleanup]
    public void CleanUp()
    {
        _fanOut.Complete();
        _reading.Wait();
    }

    [Benchmark(OperationsPerInvoke = Subscribers * Burst)]
    public void ThroughHub() => Publish();

    [Benchmark(Baseline = true, OperationsPerInvoke = Subscribers * Burst)]
    public void ThroughChannels() => Publish();

    private void SetUp(IFanOut<object> fanOut)
    {
        _fanOut = fanOut;
        _reading = Task.WhenAll(Enumerable.Range(0, Subscribers).Select(_ => SubscribeAsync()));
    }

    private Task SubscribeAsync()
    {
        int received = 0;
        return _fanOut.SubscribeAsync(messages =>
        {
            received += messages.Length;
            if (received == Burst)
            {
                received = 0;
                _arrivals.Arrive();
            }
        });
    }

    private void Publish()
    {
        _arrivals.Expect(Subscribers);
        for (int i = 0; i < Burst; i += Batch)
        {
            _fanOut.Publish(_burst.AsSpan(i, Batch));
        }

        _arrivals.Wait();
    }
}
