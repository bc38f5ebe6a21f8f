namespace Messenger.ClientHost.Http;

/// <summary><c>GET /openapi.json</c>: what the HTTP API is, for programs.</summary>
internal static class OpenApiEndpoint
{
    private static readonly Lazy<byte[]> Document = new(ReadDocument);

    public static Task HandleAsync(HttpContext context) => TaggedJson.WriteAsync(context, Document.Value);

    private static byte[] ReadDocument()
    {
        using Stream resource = typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream("openapi.json")!;
        byte[] document = new byte[resource.Length];
        resource.ReadExactly(document);
        return document;
    }
}
