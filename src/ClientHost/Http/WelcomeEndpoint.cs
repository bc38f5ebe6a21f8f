using Messenger.ClientHost.Web;
using Microsoft.Net.Http.Headers;

namespace Messenger.ClientHost.Http;

/// <summary><c>GET /</c>: the page for browsers; for all others what this is and how to use it.</summary>
internal static class WelcomeEndpoint
{
    public static Task HandleAsync(HttpContext context, ClientSettings settings, WebFiles files)
    {
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (PageEndpoint.IsWanted(context.Request))
        {
            return PageEndpoint.WriteAsync(context, files);
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        string here = context.Request.Host.Value ?? "localhost";
        return context.Response.WriteAsync($$"""
            Welcome! This is a messenger client of the server at {{settings.ServerAddress.Authority}}.

            In a browser this is a page to chat on. From here, say something:
              curl -d '{"author": "Alice", "text": "Hello"}' http://{{here}}/sendMessage

            Read what was said since you last asked:
              curl -X POST http://{{here}}/getAndFlushMessages

            """);
    }
}
