namespace Messenger.Benchmarks;

/// <summary>A broken twin of the fan-outs: correct, but for one defect in a place of its own.</summary>
internal sealed class BrokenFanOut(Defect defect) : IFanOut<OrderedMessage>
{
    private const int Place = 7;

    // Guards _subscribers and _history, and is held during a publication.
    private readonly Lock _publication = new();
    private readonly List<Action<ReadOnlySpan<OrderedMessage>>> _subscribers = [];
    private readonly List<OrderedMessage> _history = [];

    public Task SubscribeAsync(Action<ReadOnlySpan<OrderedMessage>> receive)
    {
        _subscribers.Add(receive);
        return Task.CompletedTask;
    }

    public void Publish(ReadOnlySpan<OrderedMessage> messages)
    {
        lock (_publication)
        {
            _history.AddRange(messages);
            if (_history[^1] != OrderedMessage.Last)
            {
                return;
            }

            for (int i = 0; i < _subscribers.Count; i++)
            {
                _subscribers[i]([.. Break(isLastReader: i == _subscribers.Count - 1)]);
            }

            _history.Clear();
        }
    }

    public void Complete()
    {
    }

    private List<OrderedMessage> Break(bool isLastReader)
    {
        List<OrderedMessage> messages = [.. _history];
        switch (defect)
        {
            case Defect.SwapsForOneReader when isLastReader:
                (messages[Place], messages[Place + 1]) = (messages[Place + 1], messages[Place]);
                break;
            case Defect.SwapsForAllReaders:
                int next = messages.FindIndex(Place + 1, message => message.Sender == messages[Place].Sender);
                (messages[Place], messages[next]) = (messages[next], messages[Place]);
                break;
            case Defect.LosesForOneReader when isLastReader:
            case Defect.LosesForAllReaders:
                messages.RemoveAt(Place);
                break;
            case Defect.RepeatsForOneReader when isLastReader:
                messages.Insert(Place, messages[Place]);
                break;
        }

        return messages;
    }
}
