using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>Keeps a stream of the shared chat open, for ever, and puts what it brings into the mailbox.</summary>
internal sealed partial class SharedChatStream(
    MessengerClient client, Mailbox mailbox, Reception reception, ClientSettings settings, ILogger<SharedChatStream> logger)
    : BackgroundService
{
    // A stream that ends sooner is a failure, as one that does not open: its server is asked less and less often.
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;
    private readonly Backoff _backoff = new();

    // Whether the last line of the log says that there is no stream: attempts that fail again are not news.
    private bool _isLossLogged;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            string reason = await ReadAsync(stoppingToken);
            if (stoppingToken.IsCancellationRequested)
            {
                break;
            }

            if (!_isLossLogged)
            {
                LogLost(settings.ServerAddress.Authority, reason);
                _isLossLogged = true;
            }

            await Task.Delay(_backoff.Next(), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Opens a stream and reads it to its end. Returns why it ended.</summary>
    private async Task<string> ReadAsync(CancellationToken stoppingToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using AsyncServerStreamingCall<ReadMessagesResponse> call = client.ReadMessages(new CallOptions(CancellationToken: reading.Token));
        Task opening = OpenWhenArrivedAsync(call, reading.Token);
        try
        {
            while (await call.ResponseStream.MoveNext(reading.Token))
            {
                ReadMessagesResponse message = call.ResponseStream.Current;
                var sendTime = SendTime.From(message.SendTime);
                mailbox.Add(new ReceivedMessage(message.Author, message.Text, sendTime));
                reception.Receive(sendTime);
                _backoff.Reset();
            }

            return "The server ended it.";
        }
        catch (RpcException e)
        {
            return $"{e.StatusCode}. {e.Status.Detail}";
        }
        finally
        {
            await reading.CancelAsync();
            await opening;
            reception.Close();
        }
    }

    private async Task OpenWhenArrivedAsync(AsyncServerStreamingCall<ReadMessagesResponse> call, CancellationToken ended)
    {
        if (await StreamArrival.WaitAsync(call.ResponseHeadersAsync, call.RequestSentAsync, ended))
        {
            _isLossLogged = false;
            reception.Open();
            LogOpen(settings.ServerAddress.Authority);
            await Task.Delay(Lasting, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!ended.IsCancellationRequested)
            {
                _backoff.Reset();
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The stream from {Server} is open.")]
    private partial void LogOpen(string server);

    [LoggerMessage(2, LogLevel.Warning, "There is no stream from {Server}, trying again until there is one: {Reason}")]
    private partial void LogLost(string server, string reason);
}
