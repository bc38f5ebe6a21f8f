using System.Threading.Channels;

namespace Messenger.Benchmarks;

/// <summary>The baseline, which is what one would write without the hub: a bounded channel for each subscriber, behind a lock.</summary>
internal sealed class ChannelFanOut<T> : IFanOut<T>
{
    // As many as the hub's queues hold.
    private const int Capacity = 4096;

    // Guards _channels, and makes a publication one step for all of them.
    private readonly Lock _publication = new();
    private readonly HashSet<Channel<T>> _channels = [];

    public Task SubscribeAsync(Action<ReadOnlySpan<T>> receive) => ReadAsync(Subscribe().Reader, receive);

    public Channel<T> Subscribe()
    {
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        lock (_publication)
        {
            _channels.Add(channel);
        }

        return channel;
    }

    public void Unsubscribe(Channel<T> channel)
    {
        lock (_publication)
        {
            _channels.Remove(channel);
        }

        channel.Writer.Complete();
    }

    public void Publish(ReadOnlySpan<T> messages)
    {
        lock (_publication)
        {
            foreach (Channel<T> channel in _channels)
            {
                foreach (T message in messages)
                {
                    if (!channel.Writer.TryWrite(message))
                    {
                        throw new InvalidOperationException("A subscriber's queue is full.");
                    }
                }
            }
        }
    }

    public void Complete()
    {
        lock (_publication)
        {
            foreach (Channel<T> channel in _channels)
            {
                channel.Writer.Complete();
            }

            _channels.Clear();
        }
    }

    private static async Task ReadAsync(ChannelReader<T> channel, Action<ReadOnlySpan<T>> receive)
    {
        while (await channel.WaitToReadAsync())
        {
            while (channel.TryRead(out T? message))
            {
                receive(new ReadOnlySpan<T>(in message));
            }
        }
    }
}
