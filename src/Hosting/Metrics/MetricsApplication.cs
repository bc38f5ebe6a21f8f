using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Messenger.Hosting.Metrics;

/// <summary>Answers <c>GET /metrics</c>, and nothing else.</summary>
internal sealed class MetricsApplication(Scrapes scrapes) : IHttpApplication<IFeatureCollection>
{
    private const string Path = "/metrics";

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var http = new DefaultHttpContext(context);
        if (http.Request.Path != Path)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (!HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = HttpMethods.Get;
        }
        else
        {
            await AnswerAsync(http);
        }
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    private async Task AnswerAsync(HttpContext http)
    {
        try
        {
            var format = MetricsFormat.For(http.Request.Headers.Accept);
            byte[] text = Encoding.UTF8.GetBytes(OpenMetricsText.Write(await scrapes.CollectAsync(http.RequestAborted), format));
            http.Response.ContentType = format.ContentType;
            http.Response.ContentLength = text.Length;
            await http.Response.Body.WriteAsync(text, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Who asked is gone.
        }
    }
}
