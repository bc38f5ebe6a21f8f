namespace Messenger.Benchmarks;

/// <summary>What is measured, behind one face: messages to many subscribers. Members may be called from any thread at any time.</summary>
internal interface IFanOut<T>
{
    /// <summary>
    /// Adds a subscriber: it is handed what is published from now on, one call at a time. The task completes after
    /// <see cref="Complete"/>, when everything was handed over.
    /// </summary>
    Task SubscribeAsync(Action<ReadOnlySpan<T>> receive);

    /// <summary>Publishes messages, with nothing between them.</summary>
    void Publish(ReadOnlySpan<T> messages);

    /// <summary>Ends the subscriptions.</summary>
    void Complete();
}
