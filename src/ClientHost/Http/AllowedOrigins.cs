using System.Collections.Frozen;

namespace Messenger.ClientHost.Http;

/// <summary>The origins (RFC 6454) whose pages may use the HTTP API, beside its own.</summary>
internal sealed class AllowedOrigins
{
    private const string Everybody = "*";

    private readonly FrozenSet<string> _origins;

    private AllowedOrigins(IEnumerable<string> origins)
    {
        _origins = origins.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>No other origin.</summary>
    public static AllowedOrigins None { get; } = new([]);

    /// <summary>Every origin.</summary>
    public static AllowedOrigins All { get; } = new([]);

    /// <summary>Reads origins with commas in between, or <c>*</c> for all.</summary>
    public static bool TryParse(string text, out AllowedOrigins origins)
    {
        string?[] read = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Normalize)];
        origins = text.Trim() == Everybody ? All : new AllowedOrigins(read.OfType<string>());
        return origins == All || !read.Contains(null);
    }

    /// <summary>Whether an origin, as a browser writes it, is one of them.</summary>
    public bool Contain(string origin) => this == All || _origins.Contains(origin);

    // As browsers write it: in lower case, without the scheme's own port, and the name in ASCII.
    private static string? Normalize(string text)
    {
        if (text.EndsWith('/')
            || !Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
            || uri is not { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" })
        {
            return null;
        }

        string host = uri.HostNameType == UriHostNameType.Dns ? uri.IdnHost : uri.Host;
        return uri.IsDefaultPort ? $"{uri.Scheme}://{host}" : $"{uri.Scheme}://{host}:{uri.Port}";
    }
}
