using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Messenger.ClientHost.Http;

/// <summary>An answer that says what went wrong, as <c>application/problem+json</c> (RFC 9457).</summary>
internal static class Problem
{
    private const string ContentType = "application/problem+json";

    /// <summary>Writes the whole response.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="detail">A sentence for people: what to change, or what to expect.</param>
    public static async Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;

        // The next moment may be another; some of these may be kept by caches unless they are told (RFC 9110, section 15.1).
        context.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, Json.Options);
        json.WriteStartObject();
        json.WriteString("type", "about:blank");
        json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
        json.WriteNumber("status", status);
        json.WriteString("detail", detail);
        json.WriteEndObject();
    }
}
