using Messenger.ClientHost.Metrics;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>
/// Keeps a stream of the shared chat open, for ever, and puts what it brings into the mailbox. Each stream goes on where the one before has
/// ended; where the server cannot do that, the mailbox is told that messages may be missing.
/// </summary>
internal sealed partial class SharedChatStream : BackgroundService
{
    private readonly MessengerClient _client;
    private readonly Mailbox _mailbox;
    private readonly Reception _reception;
    private readonly ServerJournal _journal;
    private readonly ClientMetrics _metrics;
    private readonly string _server;
    private readonly ILogger _logger;
    private readonly ReconnectLoop _loop;
    private readonly StreamCursor _cursor = new();

    public SharedChatStream(
        MessengerClient client,
        Connections connections,
        Mailbox mailbox,
        Reception reception,
        ServerJournal journal,
        ClientMetrics metrics,
        ClientSettings settings,
        ILogger<SharedChatStream> logger)
    {
        _client = client;
        _mailbox = mailbox;
        _reception = reception;
        _journal = journal;
        _metrics = metrics;
        _server = settings.ServerAddress.Authority;
        _logger = logger;
        _loop = new ReconnectLoop(connections, reason => LogLost(_server, reason));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _loop.RunAsync(ReadAsync, stoppingToken);

    /// <summary>Opens a stream and reads it to its end. Returns why it ended; null if the next one is to be opened at once.</summary>
    private async Task<string?> ReadAsync(CancellationToken ended)
    {
        using AsyncServerStreamingCall<ReadMessagesResponse> call =
            _client.ReadMessages(new CallOptions(_cursor.Request(), CancellationToken: ended));
        try
        {
            await OpenAsync(call, ended);
            await ReadToEndAsync(call, ended);
            return "The server ended it.";
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.OutOfRange && _cursor.IsResuming)
        {
            _cursor.Forget();
            LogRefused(_server, e.Status.Detail);
            return null;
        }
        finally
        {
            _reception.End();
            if (!_cursor.CanResume)
            {
                _reception.Close();
            }
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
            _reception.Close();
            _mailbox.AddGap(after);
            _metrics.CountGap();
            LogGap(_server, after);
        }

        _loop.Open();
        _metrics.CountOpening();
        _reception.Open();
        LogOpen(_server);
    }

    private async Task ReadToEndAsync(AsyncServerStreamingCall<ReadMessagesResponse> call, CancellationToken ended)
    {
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
            _journal.Note(headers);
        }
    }

    private void Take(ReadMessagesResponse message)
    {
        var sendTime = SendTime.From(message.SendTime);
        _mailbox.Add(new ReceivedMessage(message.Author, message.Text, sendTime));
        _cursor.Receive(sendTime);
        _reception.Receive(sendTime);
        _loop.Receive();
    }

    [LoggerMessage(2101, LogLevel.Information, "The stream from {Server} is open.")]
    private partial void LogOpen(string server);

    [LoggerMessage(2102, LogLevel.Warning, "There is no stream from {Server}, trying again until there is one: {Reason}")]
    private partial void LogLost(string server, string reason);

    [LoggerMessage(2103, LogLevel.Warning, "{Server} cannot go on where the last stream has ended: {Reason}")]
    private partial void LogRefused(string server, string reason);

    [LoggerMessage(2104, LogLevel.Warning, "Messages of {Server} after {After} may have been missed, until now.")]
    private partial void LogGap(string server, SendTime after);
}
