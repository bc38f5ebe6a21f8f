using Messenger.ClientHost.Http;
using Microsoft.Net.Http.Headers;

namespace Messenger.ClientHost.Web;

/// <summary>The page, at <c>/</c> and at the URL of each room, and its assets. They are for people, and no part of the HTTP API.</summary>
internal static class PageEndpoint
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    // It names the assets of its version: it is kept, and asked about each time.
    private static readonly CacheControlHeaderValue Asking = new() { NoCache = true };

    // Its URL has the hash in it: other bytes have another one.
    private static readonly CacheControlHeaderValue ForEver = new()
    {
        Public = true,
        MaxAge = TimeSpan.FromDays(365),
        Extensions = { new NameValueHeaderValue("immutable") },
    };

    public static void Map(WebApplication app)
    {
        WebFiles files = app.Services.GetRequiredService<WebFiles>();
        app.MapMethods("/rooms/{id}", Reading, context => WriteAsync(context, files)).ExcludeFromDescription();
        app.MapMethods("/assets/{version}/{name}", Reading, context => WriteAssetAsync(context, files)).ExcludeFromDescription();
    }

    /// <summary>Whether who asks can show a page: browsers name HTML, curl does not.</summary>
    public static bool IsWanted(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && type.Quality is null or > 0);

    public static Task WriteAsync(HttpContext context, WebFiles files) => files.Page.WriteAsync(context, Asking);

    private static Task WriteAssetAsync(HttpContext context, WebFiles files)
    {
        string name = (string)context.Request.RouteValues["name"]!;
        return files.Asset((string)context.Request.RouteValues["version"]!, name) is { } asset
            ? asset.WriteAsync(context, ForEver)
            : throw new ProblemException(StatusCodes.Status404NotFound, $"There is no asset '{name}' of this version.");
    }
}
