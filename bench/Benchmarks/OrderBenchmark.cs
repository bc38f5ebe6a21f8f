using BenchmarkDotNet.Attributes;

namespace Messenger.Benchmarks;

/// <summary>
/// A message that is sent, by one of several threads at once, and delivered to all readers, with the proof that each got every message,
/// once, in one order. A round whose order differs, or that misses a message, fails the benchmark.
/// </summary>
[MemoryDiagnoser]
public class OrderBenchmark
{
    // Divisible by the senders, and small enough for the queues.
    private const int Messages = 1024;

    private readonly Arrivals _senders = new();
    private readonly Arrivals _readers = new();
    private readonly AgreedOrder _order = new(Messages);
    private readonly List<SenderThread> _threads = [];
    private IFanOut<OrderedMessage> _fanOut = new HubFanOut<OrderedMessage>();
    private Task _reading = Task.CompletedTask;

    [Params(1, 2, 4, 8)]
    public int Senders { get; set; }

    [Params(1, 16, 128)]
    public int Readers { get; set; }

    [GlobalSetup(Target = nameof(ThroughHub))]
    public void SetUpHub() => SetUp(new HubFanOut<OrderedMessage>());

    [GlobalSetup(Target = nameof(ThroughChannels))]
    public void SetUpChannels() => SetUp(new ChannelFanOut<OrderedMessage>());

    [GlobalCleanup]
    public void CleanUp()
    {
        _threads.ForEach(thread => thread.Dispose());
        _threads.Clear();
        _fanOut.Complete();
        _reading.Wait();
    }

    [Benchmark(OperationsPerInvoke = Messages)]
    public void ThroughHub() => SendAndVerify();

    [Benchmark(Baseline = true, OperationsPerInvoke = Messages)]
    public void ThroughChannels() => SendAndVerify();

    internal void SetUp(IFanOut<OrderedMessage> fanOut)
    {
        _fanOut = fanOut;
        _reading = Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => SubscribeAsync()));
        for (int sender = 0; sender < Senders; sender++)
        {
            OrderedMessage[] messages = [.. Enumerable.Range(0, Messages / Senders).Select(number => new OrderedMessage(sender, number))];
            _threads.Add(new SenderThread(() => Send(messages)));
        }
    }

    /// <summary>One round.</summary>
    /// <exception cref="OrderViolationException">Readers did not get all messages, once, in one order.</exception>
    internal void SendAndVerify()
    {
        _order.Clear();
        _senders.Expect(Senders);
        _readers.Expect(Readers);
        _threads.ForEach(thread => thread.Start());
        _senders.Wait();
        _fanOut.Publish([OrderedMessage.Last]);
        _readers.Wait();
        _order.Verify(Senders);
    }

    private Task SubscribeAsync()
    {
        int received = 0;
        return _fanOut.SubscribeAsync(messages =>
        {
            foreach (OrderedMessage message in messages)
            {
                if (ReferenceEquals(message, OrderedMessage.Last))
                {
                    _order.End(received);
                    received = 0;
                    _readers.Arrive();
                }
                else
                {
                    _order.Deliver(received++, message);
                }
            }
        });
    }

    private void Send(OrderedMessage[] messages)
    {
        foreach (OrderedMessage message in messages)
        {
            _fanOut.Publish(new ReadOnlySpan<OrderedMessage>(in message));
        }

        _senders.Arrive();
    }
}
