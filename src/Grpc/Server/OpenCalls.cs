using System.Runtime.InteropServices;

namespace Messenger.Grpc;

/// <summary>The calls that are being served, and whether more are taken. All members may be called from any thread.</summary>
internal sealed class OpenCalls
{
    // Guards everything below. Nothing else is taken under it.
    private readonly Lock _callsLock = new();
    private readonly HashSet<ServerCall> _calls = [];
    private readonly Dictionary<MethodHandler, int> _openByMethod = [];
    private Status? _refusal;
    private TaskCompletionSource? _empty;

    /// <summary>Adds a call; or says with which status it is to be refused.</summary>
    public Status? TryAdd(ServerCall call)
    {
        lock (_callsLock)
        {
            if (_refusal is null)
            {
                _calls.Add(call);
                CollectionsMarshal.GetValueRefOrAddDefault(_openByMethod, call.Handler, out _)++;
            }

            return _refusal;
        }
    }

    public void Remove(ServerCall call)
    {
        lock (_callsLock)
        {
            if (_calls.Remove(call))
            {
                _openByMethod[call.Handler]--;
            }

            if (_calls.Count == 0)
            {
                _empty?.TrySetResult();
            }
        }
    }

    /// <summary>From now on no call is added.</summary>
    public void Refuse(Status status)
    {
        lock (_callsLock)
        {
            _refusal = status;
        }
    }

    /// <summary>Completes when no call is left. Calls must be refused before.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_callsLock)
        {
            if (_calls.Count == 0)
            {
                return Task.CompletedTask;
            }

            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    /// <summary>How many are open now, of each method.</summary>
    public Dictionary<MethodHandler, int> CountByMethod()
    {
        lock (_callsLock)
        {
            return new(_openByMethod);
        }
    }

    /// <summary>Those that are open now.</summary>
    public ServerCall[] ToArray()
    {
        lock (_callsLock)
        {
            return [.. _calls];
        }
    }
}
