namespace Messenger.ClientHost;

/// <summary>Asks whether the client on this machine is ready: what the container's HEALTHCHECK runs.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Asks for <c>/readyz</c>.</summary>
    /// <returns>The exit code: 0 if it is ready, else 1, and a sentence on the error stream.</returns>
    public static async Task<int> RunAsync(int port, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        try
        {
            using HttpResponseMessage response = await http.GetAsync(new Uri($"http://localhost:{port}/readyz"), cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return 0;
            }

            await Console.Error.WriteLineAsync($"The client on port {port} is not ready: /readyz answers {(int)response.StatusCode}.");
            return 1;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The client on port {port} does not answer: {e.Message}");
            return 1;
        }
    }
}
