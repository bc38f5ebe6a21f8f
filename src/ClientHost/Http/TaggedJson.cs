using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Messenger.ClientHost.Http;

/// <summary>
/// JSON that may be asked for again and again: its tag is made of its bytes, and who has them already is told so (RFC 9110, section 13.1.2)
/// instead of getting them again.
/// </summary>
internal static class TaggedJson
{
    public static async Task WriteAsync(HttpContext context, byte[] json)
    {
        EntityTagHeaderValue tag = EntityTag.Of(json);
        ResponseHeaders headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;

        // It may be kept, and asked about each time: the next moment may change it.
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        if (EntityTag.IsKnown(context.Request, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await Json.WriteAsync(context, StatusCodes.Status200OK, json);
    }
}
