namespace Messenger.Grpc.Tests;

/// <summary>An echo service whose methods tell that they run, and then wait until they are cancelled.</summary>
internal sealed class WaitingMethods
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WaitingMethods() => Service = new EchoService
    {
        Echo = async (_, context) =>
        {
            await WaitAsync(context);
            return new EchoMessage();
        },
        Repeat = async (_, _, context) =>
        {
            await context.WriteResponseHeadersAsync();
            await WaitAsync(context);
        },
    };

    public EchoService Service { get; }

    /// <summary>Completes when a method runs; a stream has sent its headers then.</summary>
    public Task Entered => _entered.Task.Within();

    /// <summary>Completes when the method's token is cancelled.</summary>
    public Task Cancelled => _cancelled.Task.Within();

    private async Task WaitAsync(ServerCallContext context)
    {
        _entered.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            _cancelled.TrySetResult();
            throw;
        }
    }
}
