using System.IO.Compression;
using Messenger.ClientHost.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Messenger.ClientHost.Web;

/// <summary>A file of the page: its bytes, plain and compressed, each with a tag of its own. Safe for concurrent use.</summary>
internal sealed class WebFile
{
    private readonly string _contentType;
    private readonly (string? Coding, Lazy<byte[]> Bytes, EntityTagHeaderValue Tag)[] _variants;

    /// <param name="content">Its bytes.</param>
    /// <param name="contentType">What they are.</param>
    public WebFile(byte[] content, string contentType)
    {
        _contentType = contentType;
        string hash = EntityTag.HashOf(content);

        // The best first. Compressed when it is first asked for, which takes some ten milliseconds a file, and once.
        _variants =
        [
            ("br", new(() => Compress(content, target => new BrotliStream(target, CompressionLevel.SmallestSize))), new($"\"{hash}-br\"")),
            ("gzip", new(() => Compress(content, target => new GZipStream(target, CompressionLevel.SmallestSize))), new($"\"{hash}-gzip\"")),
            (null, new(content), new($"\"{hash}\"")),
        ];
    }

    /// <summary>Answers with the file, in the best coding that who asks can read; or with 304 where that is known already.</summary>
    /// <param name="context">The request.</param>
    /// <param name="caching">For how long it may be kept.</param>
    public async Task WriteAsync(HttpContext context, CacheControlHeaderValue caching)
    {
        IList<StringWithQualityHeaderValue> accepted = context.Request.GetTypedHeaders().AcceptEncoding;
        (string? coding, Lazy<byte[]> bytes, EntityTagHeaderValue tag) =
            _variants.First(variant => variant.Coding is null || IsAccepted(accepted, variant.Coding));

        ResponseHeaders headers = context.Response.GetTypedHeaders();
        headers.CacheControl = caching;
        headers.ETag = tag;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        PageSecurity.Apply(context.Response);
        if (EntityTag.IsKnown(context.Request, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (coding is not null)
        {
            context.Response.Headers.ContentEncoding = coding;
        }

        context.Response.ContentType = _contentType;
        context.Response.ContentLength = bytes.Value.Length;
        await context.Response.BodyWriter.WriteAsync(bytes.Value, context.RequestAborted);
    }

    // What is named outranks "*" (RFC 9110, section 12.5.3).
    private static bool IsAccepted(IList<StringWithQualityHeaderValue> accepted, string coding) =>
        (accepted.FirstOrDefault(one => one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase))
            ?? accepted.FirstOrDefault(one => one.Value == "*")) is { } named
        && named.Quality is null or > 0;

    private static byte[] Compress(byte[] content, Func<Stream, Stream> compressor)
    {
        using var target = new MemoryStream();
        using (Stream compressed = compressor(target))
        {
            compressed.Write(content);
        }

        return target.ToArray();
    }
}
