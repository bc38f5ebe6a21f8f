using Messenger.ClientHost.Connection;

namespace Messenger.ClientHost.Http;

/// <summary>
/// What probes ask: <c>/healthz</c>, whether the process lives, and <c>/readyz</c>, whether it can do its work, for which its stream from
/// the server has to be open.
/// </summary>
internal static class ProbeEndpoints
{
    public static Task LiveAsync(HttpContext context) => WriteAsync(context, "The client lives.\n");

    /// <summary>Answers who asks.</summary>
    /// <exception cref="ProblemException">503: the stream is not open.</exception>
    public static Task ReadyAsync(HttpContext context, Reception reception, ClientSettings settings) =>
        reception.IsOpen
            ? WriteAsync(context, "The client is ready.\n")
            : throw new ProblemException(
                StatusCodes.Status503ServiceUnavailable, $"There is no stream from the server at {settings.ServerAddress.Authority}.");

    private static Task WriteAsync(HttpContext context, string sentence)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(sentence);
    }
}
