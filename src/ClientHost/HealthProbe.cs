namespace Messenger.ClientHost;

/// <summary>Asks whether the client on this machine answers: what the container's HEALTHCHECK runs.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Asks for the first page.</summary>
    /// <returns>The exit code: 0 if it comes, else 1, and a sentence on the error stream.</returns>
    public static async Task<int> RunAsync(int port, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        try
        {
            using HttpResponseMessage response = await http.GetAsync(new Uri($"http://localhost:{port}/"), cancellationToken);
            response.EnsureSuccessStatusCode();
            return 0;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The client on port {port} does not answer: {e.Message}");
            return 1;
        }
    }
}
