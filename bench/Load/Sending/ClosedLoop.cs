namespace Messenger.Load.Sending;

/// <summary>Sends when a message before is done: answered, and on every stream.</summary>
internal sealed class ClosedLoop(SendWindow window, TimeSpan patience)
{
    /// <summary>Sends until a moment; completes when nothing new will be sent.</summary>
    public Task RunAsync(IReadOnlyList<MessageSender> senders, long until, CancellationToken cancellationToken) =>
        Task.WhenAll(senders.Select(sender => Task.Run(() => RunAsync(sender, until, cancellationToken), cancellationToken)));

    private async Task RunAsync(MessageSender sender, long until, CancellationToken cancellationToken)
    {
        while (true)
        {
            await window.EnterAsync(patience, cancellationToken);
            if (Clock.Now >= until)
            {
                // The others may be waiting for the only place.
                window.Release();
                return;
            }

            _ = sender.SendAsync();
        }
    }
}
