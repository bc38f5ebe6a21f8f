using Messenger.Hub;

namespace Messenger.Benchmarks;

/// <summary>The hub.</summary>
internal sealed class HubFanOut<T> : IFanOut<T>
{
    private readonly Hub<T> _hub = new();

    public Task SubscribeAsync(Action<ReadOnlySpan<T>> receive) => ReadAsync(_hub.Subscribe(), receive);

    public void Publish(ReadOnlySpan<T> messages) => _hub.Publish(messages);

    public void Complete() => _hub.Complete();

    private static async Task ReadAsync(Subscription<T> subscription, Action<ReadOnlySpan<T>> receive)
    {
        while (await subscription.ReadAsync() is { IsEmpty: false } batch)
        {
            receive(batch.Items.Span);
        }
    }
}
