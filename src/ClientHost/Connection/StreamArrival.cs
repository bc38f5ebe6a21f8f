namespace Messenger.ClientHost.Connection;

/// <summary>When a stream counts as open.</summary>
internal static class StreamArrival
{
    // Some servers send headers only with the first message: a request that has been on its way for so long counts as arrived.
    private static readonly TimeSpan Arrival = TimeSpan.FromSeconds(1);

    /// <summary>Waits until a stream's headers are there, or its request has been on its way for a second.</summary>
    /// <param name="headers">The stream's headers.</param>
    /// <param name="sent">Its request, on a connection that is open.</param>
    /// <param name="ended">Ends the wait.</param>
    /// <returns>Whether the stream is open; false if the call has failed or the wait was ended.</returns>
    public static async Task<bool> WaitAsync(Task headers, Task sent, CancellationToken ended) =>
        (await Task.WhenAny(headers, SomeTimeAfterAsync(sent, ended))).IsCompletedSuccessfully;

    private static async Task SomeTimeAfterAsync(Task sent, CancellationToken ended)
    {
        await sent.WaitAsync(ended);
        await Task.Delay(Arrival, ended);
    }
}
