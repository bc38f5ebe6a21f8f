namespace Messenger.Grpc;

/// <summary>What a call sends; it knows when it has gone out.</summary>
internal abstract class RequestContent : HttpContent
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Completes when the request, or of a stream its headers, was written to a connection that is open; fails when the call has failed
    /// before.
    /// </summary>
    public Task Sent => _sent.Task;

    /// <summary>Whether nothing of what a server needs to begin with the call has been written.</summary>
    public virtual bool IsUnsent => false;

    public void Fail(RpcException failure)
    {
        if (_sent.TrySetException(failure))
        {
            // Seen: most callers never ask, and are told of the failure elsewhere.
            _ = _sent.Task.Exception;
        }
    }

    /// <summary>The call has ended: what was not sent is not to be sent.</summary>
    public virtual void Stop()
    {
    }

    protected void SetSent() => _sent.TrySetResult();
}
