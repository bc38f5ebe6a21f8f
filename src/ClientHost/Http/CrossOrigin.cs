using Microsoft.Net.Http.Headers;

namespace Messenger.ClientHost.Http;

/// <summary>
/// What pages of other origins may do: a browser sends their requests from within the network of whoever looks at them, so whatever
/// changes something is refused unless their origin is allowed. Who is no browser sends none of these headers, and is not hindered.
/// </summary>
internal static class CrossOrigin
{
    private const string SiteHeader = "Sec-Fetch-Site";
    private const string Methods = "GET, HEAD, POST";

    private static readonly string RequestHeaders =
        string.Join(", ", HeaderNames.ContentType, IdempotencyKey.Header, HeaderNames.IfNoneMatch, "Last-Event-ID");

    private static readonly string ResponseHeaders = string.Join(
        ", ", HeaderNames.ETag, HeaderNames.Location, JournalHeader.Name, FlushEndpoint.DroppedHeader, FlushEndpoint.GapHeader);

    /// <summary>Lets a request through to the routes, or answers it.</summary>
    /// <exception cref="ProblemException">403: it comes from a page of an origin that is not allowed.</exception>
    public static Task HandleAsync(HttpContext context, RequestDelegate next, AllowedOrigins allowed)
    {
        string? origin = context.Request.Headers.Origin;
        if (allowed != AllowedOrigins.None && allowed != AllowedOrigins.All)
        {
            context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        }

        if (origin is not null && allowed.Contain(origin))
        {
            context.Response.Headers.AccessControlAllowOrigin = allowed == AllowedOrigins.All ? "*" : origin;
            context.Response.Headers.AccessControlExposeHeaders = ResponseHeaders;
            return IsPreflight(context.Request) ? AnswerPreflight(context.Response) : next(context);
        }

        return IsReading(context.Request.Method) || allowed == AllowedOrigins.All || !IsForeign(context.Request, origin)
            ? next(context)
            : throw new ProblemException(
                StatusCodes.Status403Forbidden,
                $"The request comes from a page of another origin{(origin is null ? "" : $", {origin}")}: "
                + "MESSENGER_ALLOWED_ORIGINS does not name it.");
    }

    private static bool IsReading(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    // The scheme does not count: TLS may have ended before this process.
    private static bool IsForeign(HttpRequest request, string? origin) =>
        (origin is not null && !IsOfHost(origin, request.Host))
        || request.Headers[SiteHeader].Any(site => site is "cross-site" or "same-site");

    private static bool IsOfHost(string origin, HostString host) =>
        origin.IndexOf("://", StringComparison.Ordinal) is > 0 and int end
        && string.Equals(origin[(end + "://".Length)..], host.Value, StringComparison.OrdinalIgnoreCase);

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod);

    private static Task AnswerPreflight(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowMethods = Methods;
        response.Headers.AccessControlAllowHeaders = RequestHeaders;
        response.Headers.AccessControlMaxAge = "7200";
        return Task.CompletedTask;
    }
}
