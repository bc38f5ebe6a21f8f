using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Messenger.ClientHost.Http;

/// <summary>Tags made of the bytes that they stand for (RFC 9110, section 8.8.3).</summary>
internal static class EntityTag
{
    private const int TagBytes = 16;

    /// <summary>A tag that other bytes do not have.</summary>
    public static EntityTagHeaderValue Of(ReadOnlySpan<byte> content) => new($"\"{HashOf(content)}\"");

    /// <summary>A hash that other bytes do not have, for a tag or a URL.</summary>
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, TagBytes));

    /// <summary>Whether who asks has what the tag stands for already (RFC 9110, section 13.1.2).</summary>
    public static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(
            known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));
}
