using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Messenger.Hosting.Metrics;

/// <summary>The two formats that a scrape can have. Prometheus asks for the first since its version 2.5, and older ones for the second.</summary>
internal sealed record MetricsFormat
{
    private readonly string _type;
    private readonly string[] _versions;

    private MetricsFormat(string type, params string[] versions)
    {
        _type = type;
        _versions = versions;
        ContentType = $"{type}; version={versions[0]}; charset=utf-8";
    }

    /// <summary>OpenMetrics 1.0.</summary>
    public static MetricsFormat OpenMetrics { get; } = new("application/openmetrics-text", "1.0.0");

    /// <summary>Prometheus' own text.</summary>
    public static MetricsFormat Prometheus { get; } = new("text/plain", "0.0.4");

    /// <summary>The <c>Content-Type</c>.</summary>
    public string ContentType { get; }

    /// <summary>The one that an <c>Accept</c> header asks for; OpenMetrics, unless it asks rather for the other.</summary>
    public static MetricsFormat For(StringValues accept) =>
        MediaTypeHeaderValue.TryParseList(accept, out IList<MediaTypeHeaderValue>? types)
        && Prometheus.QualityIn(types) > OpenMetrics.QualityIn(types)
            ? Prometheus
            : OpenMetrics;

    // Of the type itself, if it is there; else of what includes it.
    private double QualityIn(IList<MediaTypeHeaderValue> types)
    {
        double? own = types.Where(type => type.MediaType == _type && HasVersion(type)).Max(type => type.Quality ?? (double?)1);
        string group = _type[.._type.IndexOf('/')];
        return own ?? types.Where(type => type.MatchesAllSubTypes && (type.MatchesAllTypes || type.Type == group)).Max(type => type.Quality ?? (double?)1) ?? 0;
    }

    private bool HasVersion(MediaTypeHeaderValue type)
    {
        NameValueHeaderValue? version = type.Parameters.FirstOrDefault(parameter => parameter.Name == "version");
        return version is null || _versions.Contains(HeaderUtilities.RemoveQuotes(version.Value).ToString());
    }
}
