namespace Messenger.Chaos;

/// <summary>The HTTP API of a client.</summary>
internal static class Http
{
    public static HttpClient Open(int port) => new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        Timeout = Patience.Limit,
    };
}
