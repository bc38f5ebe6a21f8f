using System.Net;
using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.Chaos;

/// <summary>A server of the shared chat that has the real one behind it, and one defect: what the suite must catch.</summary>
internal sealed class TwinServer : IAsyncDisposable
{
    private const int SwallowedOnceIn = 16;

    private readonly GrpcServer _server;
    private readonly TwinDefect _defect;
    private volatile GrpcChannel _real;
    private int _sends;

    private TwinServer(int realPort, TwinDefect defect)
    {
        _defect = defect;
        _real = Calls.Open(realPort);
        ServerServiceDefinition service = new ServerServiceDefinitionBuilder(MessengerReflection.Descriptor.Services.Single())
            .AddMethod<SendMessageRequest, SendMessageResponse>("SendMessage", SendMessageAsync)
            .AddMethod<Empty, ReadMessagesResponse>("ReadMessages", ReadMessagesAsync)
            .Build();
        _server = new GrpcServer(new GrpcServerOptions { Address = IPAddress.Loopback, Port = 0 }, [service], NullLoggerFactory.Instance);
    }

    public int Port => _server.Port;

    public static async Task<TwinServer> StartAsync(int realPort, TwinDefect defect)
    {
        var twin = new TwinServer(realPort, defect);
        await twin._server.StartAsync().Within();
        return twin;
    }

    /// <summary>The real server is at another port.</summary>
    public void MoveTo(int realPort)
    {
        GrpcChannel last = _real;
        _real = Calls.Open(realPort);
        last.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _real.Dispose();
    }

    private async Task<SendMessageResponse> SendMessageAsync(SendMessageRequest request, ServerCallContext context)
    {
        var headers = new Metadata();
        if (_defect != TwinDefect.IgnoresKeys && context.RequestHeaders.GetValue(Calls.IdempotencyKey) is { } key)
        {
            headers.Add(Calls.IdempotencyKey, key);
        }

        if (_defect == TwinDefect.AcknowledgesEarly)
        {
            // Whether it fails, nobody hears.
            _ = PassOnAsync(request, headers, null).ContinueWith(failed => failed.Exception, TaskScheduler.Default);
            return new SendMessageResponse { SendTime = Timestamp.FromDateTime(DateTime.UtcNow) };
        }

        SendMessageResponse answer = await PassOnAsync(request, headers, context);
        if (_defect == TwinDefect.SwallowsAnswers && Interlocked.Increment(ref _sends) % SwallowedOnceIn == 0)
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }

        return answer;
    }

    // Also for those who have gone meanwhile.
    private async Task<SendMessageResponse> PassOnAsync(SendMessageRequest request, Metadata headers, ServerCallContext? context)
    {
        using AsyncUnaryCall<SendMessageResponse> call = _real.UnaryCall(
            Calls.SendToAll, request, new CallOptions(headers, DateTime.UtcNow + Calls.Deadline));
        SendMessageResponse answer = await call.ResponseAsync;
        foreach (MetadataEntry entry in Shown(await call.ResponseHeadersAsync))
        {
            context?.AddResponseHeader(entry);
        }

        return answer;
    }

    // What it says of its journal.
    private Metadata Shown(Metadata headers)
    {
        var shown = new Metadata();
        foreach (MetadataEntry entry in headers.Where(
            entry => entry.Key is Calls.Journal or Calls.Position && _defect != TwinDefect.HidesItsJournal))
        {
            shown.Add(entry);
        }

        return shown;
    }

    private async Task ReadMessagesAsync(Empty request, IServerStreamWriter<ReadMessagesResponse> responses, ServerCallContext context)
    {
        string? cursor = context.RequestHeaders.GetValue(Calls.ResumeAfter);
        var headers = new Metadata();
        foreach (MetadataEntry entry in context.RequestHeaders.Where(
            entry => entry.Key is Calls.ResumeAfter or Calls.Journal && _defect != TwinDefect.ForgetsCursors))
        {
            headers.Add(entry);
        }

        using AsyncServerStreamingCall<ReadMessagesResponse> call = _real.ServerStreamingCall(
            Calls.ReadMessages, request, new CallOptions(headers, CancellationToken: context.CancellationToken));
        await context.WriteResponseHeadersAsync(Shown(await call.ResponseHeadersAsync));
        TwinDefect defect = cursor is null ? TwinDefect.None : _defect;
        for (int i = 0; await call.ResponseStream.MoveNext(context.CancellationToken); i++)
        {
            ReadMessagesResponse message = call.ResponseStream.Current;
            if (i > 0 || defect is not (TwinDefect.SkipsOnResume or TwinDefect.SwapsOnResume))
            {
                await responses.WriteAsync(message);
            }

            if (i == 0 && defect == TwinDefect.DoublesOnResume)
            {
                await responses.WriteAsync(message);
            }
            else if (i == 0 && defect == TwinDefect.SwapsOnResume && await call.ResponseStream.MoveNext(context.CancellationToken))
            {
                await responses.WriteAsync(call.ResponseStream.Current);
                await responses.WriteAsync(message);
            }
        }
    }
}
