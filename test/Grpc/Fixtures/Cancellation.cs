namespace Messenger.Grpc.Tests;

/// <summary>Waits for tokens.</summary>
internal static class Cancellation
{
    public static async Task WhenCancelled(this CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = token.Register(() => cancelled.TrySetResult());
        await cancelled.Task.Within();
    }
}
