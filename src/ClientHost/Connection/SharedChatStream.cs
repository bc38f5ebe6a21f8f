using System.Diagnostics;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>
/// Keeps a stream of the shared chat open, for ever, and puts what it brings into the mailbox. Each stream goes on where the one before has
/// ended; where the server cannot do that, the mailbox is told that messages may be missing.
/// </summary>
internal sealed partial class SharedChatStream(
    MessengerClient client,
    Connections connections,
    Mailbox mailbox,
    Reception reception,
    ServerJournal journal,
    ClientSettings settings,
    ILogger<SharedChatStream> logger)
    : BackgroundService
{
    // A stream that ends sooner is a failure, as one that does not open: its server is asked less and less often.
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;
    private readonly Backoff _backoff = new();
    private readonly StreamCursor _cursor = new();

    // Whether the last line of the log says that there is no stream: attempts that fail again are not news.
    private bool _isLossLogged;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            string? reason = await ReadAsync(stoppingToken);
            if (!_cursor.CanResume)
            {
                reception.Close();
            }

            if (reason is null || stoppingToken.IsCancellationRequested)
            {
                continue;
            }

            if (!_isLossLogged)
            {
                LogLost(settings.ServerAddress.Authority, reason);
                _isLossLogged = true;
            }

            await Task.Delay(_backoff.Next(), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Opens a stream and reads it to its end. Returns why it ended; null if the next one is to be opened at once.</summary>
    private async Task<string?> ReadAsync(CancellationToken stoppingToken)
    {
        CancellationToken inDoubt = connections.InDoubt;
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, inDoubt);
        using AsyncServerStreamingCall<ReadMessagesResponse> call =
            client.ReadMessages(new CallOptions(_cursor.Request(), CancellationToken: reading.Token));
        try
        {
            await OpenAsync(call, reading.Token);
            await ReadToEndAsync(call, reading.Token);
            return "The server ended it.";
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.OutOfRange && _cursor.IsResuming)
        {
            _cursor.Forget();
            LogRefused(settings.ServerAddress.Authority, e.Status.Detail);
            return null;
        }
        catch (RpcException e)
        {
            return inDoubt.IsCancellationRequested ? null : $"{e.StatusCode}. {e.Status.Detail}";
        }
        finally
        {
            await reading.CancelAsync();
        }
    }

    private async Task OpenAsync(AsyncServerStreamingCall<ReadMessagesResponse> call, CancellationToken ended)
    {
        // Whether it is resumed only the headers tell, however late they are.
        Task sent = _cursor.IsResuming ? Task.Delay(Timeout.Infinite, ended) : call.RequestSentAsync;
        if (!await StreamArrival.WaitAsync(call.ResponseHeadersAsync, sent, ended))
        {
            // Reading it tells why.
            return;
        }

        Metadata? headers = call.ResponseHeadersAsync.IsCompletedSuccessfully ? await call.ResponseHeadersAsync : null;
        SendTime? gap = _cursor.Begin(headers);
        Note(headers);
        if (gap is { } after)
        {
            reception.Close();
            mailbox.AddGap(after);
            LogGap(settings.ServerAddress.Authority, after);
        }

        _isLossLogged = false;
        reception.Open();
        LogOpen(settings.ServerAddress.Authority);
    }

    private async Task ReadToEndAsync(AsyncServerStreamingCall<ReadMessagesResponse> call, CancellationToken ended)
    {
        long opened = Stopwatch.GetTimestamp();
        try
        {
            while (await call.ResponseStream.MoveNext(ended))
            {
                await IdentifyAsync(call);
                Take(call.ResponseStream.Current);
            }
        }
        finally
        {
            if (Stopwatch.GetElapsedTime(opened) >= Lasting)
            {
                _backoff.Reset();
            }

            await IdentifyAsync(call);
        }
    }

    // Headers that came late; with the first message they are there. Of a call that ended without them it throws what the call did.
    private async Task IdentifyAsync(AsyncServerStreamingCall<ReadMessagesResponse> call)
    {
        if (!_cursor.IsIdentified)
        {
            Metadata headers = await call.ResponseHeadersAsync;
            _cursor.Identify(headers);
            Note(headers);
        }
    }

    private void Note(Metadata? headers)
    {
        if (headers is not null)
        {
            journal.Note(headers);
        }
    }

    private void Take(ReadMessagesResponse message)
    {
        var sendTime = SendTime.From(message.SendTime);
        mailbox.Add(new ReceivedMessage(message.Author, message.Text, sendTime));
        _cursor.Receive(sendTime);
        reception.Receive(sendTime);
        _backoff.Reset();
    }

    [LoggerMessage(1, LogLevel.Information, "The stream from {Server} is open.")]
    private partial void LogOpen(string server);

    [LoggerMessage(2, LogLevel.Warning, "There is no stream from {Server}, trying again until there is one: {Reason}")]
    private partial void LogLost(string server, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Server} cannot go on where the last stream has ended: {Reason}")]
    private partial void LogRefused(string server, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Messages of {Server} after {After} may have been missed, until now.")]
    private partial void LogGap(string server, SendTime after);
}
