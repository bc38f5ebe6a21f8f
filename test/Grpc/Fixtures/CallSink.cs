using System.Collections.Concurrent;

namespace Messenger.Grpc.Tests;

/// <summary>Keeps the calls that have ended.</summary>
internal sealed class CallSink : IServerCallObserver
{
    private readonly ConcurrentQueue<EndedCall> _calls = [];

    public IReadOnlyCollection<EndedCall> Calls => _calls;

    public void OnCallEnded(string? method, Status status, Exception? cause, TimeSpan duration) =>
        _calls.Enqueue(new EndedCall(method, status, cause, duration));

    /// <summary>The only one, once it is there.</summary>
    public async Task<EndedCall> SingleAsync()
    {
        await Patience.Until(() => !_calls.IsEmpty, "a call that has ended");
        return Assert.ContainsSingle(_calls);
    }
}
