using System.Net;
using System.Net.Http.Headers;

namespace Messenger.Grpc.Tests;

/// <summary>Sends plain HTTP requests: what a call is made of is the test's to say.</summary>
internal sealed class RawHttpClient(TestServer server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null })
    {
        BaseAddress = server.Address,
    };

    public static HttpRequestMessage Post(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach ((string name, string value) in headers)
        {
            Assert.IsTrue(request.Headers.TryAddWithoutValidation(name, value));
        }

        return request;
    }

    /// <summary>Calls the unary method with these bytes.</summary>
    public Task<RawAnswer> EchoAsync(byte[] body, params (string Name, string Value)[] headers) =>
        SendAsync(Post(EchoService.EchoPath, new PiecewiseContent(body), headers));

    /// <summary>Calls the streaming method with these bytes.</summary>
    public Task<RawAnswer> RepeatAsync(byte[] body, params (string Name, string Value)[] headers) =>
        SendAsync(Post(EchoService.RepeatPath, new PiecewiseContent(body), headers));

    public async Task<RawAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken).Within();
        Dictionary<string, string[]> headers = Of(response.Headers);
        foreach ((string name, string[] values) in Of(response.Content.Headers))
        {
            headers.Add(name, values);
        }

        return new RawAnswer(
            (int)response.StatusCode,
            headers,
            await response.Content.ReadAsByteArrayAsync(cancellationToken).Within(),
            Of(response.TrailingHeaders));
    }

    public void Dispose() => _http.Dispose();

    private static Dictionary<string, string[]> Of(HttpHeaders headers) =>
        headers.NonValidated.ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
}
