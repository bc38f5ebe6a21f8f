using System.Collections.Concurrent;

namespace Messenger.Chaos;

/// <summary>What senders were told: the messages that were acknowledged. Any thread may add.</summary>
internal sealed class Ledger
{
    // Guards the two fields below. Taken alone.
    private readonly Lock _progressLock = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private int _count;

    private readonly ConcurrentQueue<(string Room, SaidMessage Message)> _acknowledged = new();
    private readonly ConcurrentDictionary<string, SaidMessage> _last = new();

    /// <summary>All that was acknowledged, in no order; what was asked for twice is there twice.</summary>
    public IReadOnlyCollection<(string Room, SaidMessage Message)> Acknowledged => _acknowledged;

    /// <summary>The newest message of a room that was acknowledged; null if there is none.</summary>
    public SaidMessage? LastOf(string room) => _last.TryGetValue(room, out SaidMessage last) ? last : null;

    public void Add(string room, SaidMessage message)
    {
        _acknowledged.Enqueue((room, message));
        _last.AddOrUpdate(room, message, (_, other) => other.SendTime > message.SendTime ? other : message);
        lock (_progressLock)
        {
            _count++;
            for (int i = _waiting.Count - 1; i >= 0; i--)
            {
                if (_count >= _waiting[i].Count)
                {
                    _waiting[i].Reached.TrySetResult();
                    _waiting.RemoveAt(i);
                }
            }
        }
    }

    /// <summary>Completes when so many more were acknowledged.</summary>
    public Task MoreAsync(int count)
    {
        lock (_progressLock)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((_count + count, reached));
            return reached.Task;
        }
    }
}
