using Messenger.ClientHost.Connection;
using Messenger.ClientHost.Events;
using Messenger.ClientHost.Web;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Messenger.ClientHost.Http;

/// <summary>The routes of the HTTP API, and how every failure of theirs becomes a <see cref="Problem"/>.</summary>
internal static partial class HttpApi
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(WebApplication app)
    {
        app.Use((context, next) => AnswerFailuresAsync(context, next, app.Logger));
        AllowedOrigins allowed = app.Services.GetRequiredService<ClientSettings>().AllowedOrigins;
        app.Use((context, next) => CrossOrigin.HandleAsync(context, next, allowed));
        app.UseRouting();
        app.MapMethods("/", Reading, context =>
            WelcomeEndpoint.HandleAsync(context, app.Services.GetRequiredService<ClientSettings>(), app.Services.GetRequiredService<WebFiles>()));
        app.MapPost("/sendMessage", app.Services.GetRequiredService<SendMessageEndpoint>().HandleAsync);
        app.MapPost("/getAndFlushMessages", app.Services.GetRequiredService<FlushEndpoint>().HandleAsync);
        RoomsEndpoint rooms = app.Services.GetRequiredService<RoomsEndpoint>();
        app.MapMethods("/api/rooms", Reading, rooms.ListAsync);
        app.MapPost("/api/rooms", rooms.CreateAsync);
        MessagesEndpoint messages = app.Services.GetRequiredService<MessagesEndpoint>();
        app.MapMethods("/api/rooms/{id}/messages", Reading, messages.ReadAsync);
        app.MapPost("/api/rooms/{id}/messages", messages.SayAsync);
        app.MapMethods("/healthz", Reading, ProbeEndpoints.LiveAsync);
        app.MapMethods("/readyz", Reading, context => ProbeEndpoints.ReadyAsync(
            context, app.Services.GetRequiredService<Reception>(), app.Services.GetRequiredService<ClientSettings>()));
        app.MapMethods("/openapi.json", Reading, OpenApiEndpoint.HandleAsync);
        app.MapGet("/api/events", app.Services.GetRequiredService<EventsEndpoint>().HandleAsync);
        PageEndpoint.Map(app);
    }

    public static void LogListening(WebApplication app)
    {
        string address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        LogListening(app.Logger, new Uri(address).Port);
    }

    private static async Task AnswerFailuresAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound })
            {
                await Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"There is nothing at {context.Request.Path}.");
            }
            else if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed })
            {
                string detail = $"{context.Request.Path} takes {context.Response.Headers.Allow}, not {context.Request.Method}.";
                await Problem.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, detail);
            }
        }
        catch (ProblemException e)
        {
            await Problem.WriteAsync(context, e.Status, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            await Problem.WriteAsync(context, e.StatusCode, e.Message);
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionResetException)
        {
            // The one who asked is gone, or the client stops: nobody is left to answer. RequestAborted may come to know of it only later.
            context.Abort();
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            LogFailed(logger, context.Request.Path, e);
            await Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, "The request failed; the client's log says why.");
        }
    }

    [LoggerMessage(2001, LogLevel.Information, "Listening on port {Port} of all addresses: HTTP/1.1.")]
    private static partial void LogListening(ILogger logger, int port);

    [LoggerMessage(2002, LogLevel.Error, "A request of {Path} failed.")]
    private static partial void LogFailed(ILogger logger, string path, Exception exception);
}
