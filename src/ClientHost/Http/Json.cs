using System.Text.Json;

namespace Messenger.ClientHost.Http;

/// <summary>How the HTTP API writes JSON.</summary>
internal static class Json
{
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>Text stands as it is, Cyrillic and emoji too: see <see cref="PlainJsonEncoder"/>.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = new PlainJsonEncoder() };

    /// <summary>Writes the whole response.</summary>
    public static async Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = json.Length;
        await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
    }
}
