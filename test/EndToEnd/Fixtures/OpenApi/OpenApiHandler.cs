using System.Text.Json;

namespace Messenger.EndToEnd.Fixtures.OpenApi;

/// <summary>Holds everything that an HTTP client asks, and is answered, against the document that the asked program serves.</summary>
internal sealed class OpenApiHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private OpenApiDocument? _document;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A content is gone when it was sent.
        string? asked = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        int status = (int)response.StatusCode;
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        _document ??= await ReadDocumentAsync(request.RequestUri!, cancellationToken);
        if (_document.Find(request.Method.Method, request.RequestUri!.AbsolutePath) is not { } operation)
        {
            // A preflight is answered wherever it goes.
            Assert.IsTrue(status is 204 or 403 or 404 or 405, $"{request.Method} {request.RequestUri} is not documented.");
            return response;
        }

        _document.CheckResponse(operation, status, response, body);
        if (asked is not null && status < 300)
        {
            _document.CheckRequest(operation, asked);
        }

        return response;
    }

    private async Task<OpenApiDocument> ReadDocumentAsync(Uri asked, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(asked, "/openapi.json"));
        using HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return new OpenApiDocument(document.RootElement.Clone());
    }
}
