using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Messenger.Hub;

namespace Messenger.Benchmarks;

/// <summary>
/// From publishing a message until the last of its readers has it: the hub, and beside it in the same run what one would write without it,
/// a bounded channel for each reader behind a lock.
/// </summary>
[MemoryDiagnoser]
public class FanOutBenchmark : IDisposable
{
    private const int Capacity = 4096;

    private readonly object _message = new();
    private readonly Lock _channelsLock = new();
    private readonly CountdownEvent _missing = new(1);
    private readonly List<Task> _reading = [];
    private readonly List<Channel<object>> _channels = [];
    private Hub<object> _hub = new();

    [Params(1, 10, 100, 1000)]
    public int Readers { get; set; }

    [GlobalSetup(Target = nameof(ThroughHub))]
    public void SetUpHub()
    {
        _hub = new Hub<object>(new HubOptions { QueueCapacity = Capacity });
        for (int i = 0; i < Readers; i++)
        {
            _reading.Add(ReadAsync(_hub.Subscribe()));
        }
    }

    [GlobalSetup(Target = nameof(ThroughChannels))]
    public void SetUpChannels()
    {
        for (int i = 0; i < Readers; i++)
        {
            _channels.Add(Channel.CreateBounded<object>(new BoundedChannelOptions(Capacity) { SingleReader = true }));
            _reading.Add(ReadAsync(_channels[i].Reader));
        }
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        _hub.Complete();
        _channels.ForEach(channel => channel.Writer.Complete());
        await Task.WhenAll(_reading);
    }

    [Benchmark]
    public void ThroughHub()
    {
        _missing.Reset(Readers);
        _hub.Publish(_message);
        _missing.Wait();
    }

    [Benchmark(Baseline = true)]
    public void ThroughChannels()
    {
        _missing.Reset(Readers);
        lock (_channelsLock)
        {
            foreach (Channel<object> channel in _channels)
            {
                if (!channel.Writer.TryWrite(_message))
                {
                    throw new InvalidOperationException("A queue is full.");
                }
            }
        }

        _missing.Wait();
    }

    public void Dispose()
    {
        _missing.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task ReadAsync(Subscription<object> subscription)
    {
        while (await subscription.ReadAsync() is { IsEmpty: false } batch)
        {
            _missing.Signal(batch.Items.Length);
        }
    }

    private async Task ReadAsync(ChannelReader<object> channel)
    {
        while (await channel.WaitToReadAsync())
        {
            while (channel.TryRead(out _))
            {
                _missing.Signal();
            }
        }
    }
}
