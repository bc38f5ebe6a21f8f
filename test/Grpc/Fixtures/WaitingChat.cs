namespace Messenger.Grpc.Tests;

/// <summary>An echo service whose chat opens its answer and then waits for a request that does not come.</summary>
internal sealed class WaitingChat
{
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WaitingChat() => Service = new EchoService
    {
        Chat = async (requests, _, context) =>
        {
            await context.WriteResponseHeadersAsync();
            Task<bool> next = requests.MoveNext(CancellationToken.None);
            _waiting.TrySetResult();
            try
            {
                await next;
                _failure.TrySetException(new AssertFailedException("There was a request, or an end."));
            }
            catch (Exception e)
            {
                _failure.TrySetResult(e);
                throw;
            }
        },
    };

    public EchoService Service { get; }

    /// <summary>Completes when the method waits.</summary>
    public Task Waiting => _waiting.Task.Within();

    /// <summary>What ended the waiting.</summary>
    public Task<Exception> Failure => _failure.Task.Within();
}
