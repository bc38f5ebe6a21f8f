namespace Messenger.ClientHost.Http;

/// <summary><c>GET /</c>: says what this is and how to use it.</summary>
internal static class WelcomeEndpoint
{
    public static Task HandleAsync(HttpContext context, ClientSettings settings)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        string here = context.Request.Host.Value ?? "localhost";
        return context.Response.WriteAsync($$"""
            Welcome! This is a messenger client of the server at {{settings.ServerAddress.Authority}}.

            Say something:
              curl -d '{"author": "Alice", "text": "Hello"}' http://{{here}}/sendMessage

            Read what was said since you last asked:
              curl -X POST http://{{here}}/getAndFlushMessages

            """);
    }
}
