using Messenger.ClientHost.Connection;
using Messenger.ClientHost.Metrics;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.ClientHost.Tests.Connection;

/// <summary>The client's connection to a server, without the HTTP API.</summary>
internal sealed class ConnectedClient : IAsyncDisposable
{
    private readonly GrpcChannel _channel;
    private readonly Connections _connections;
    private readonly Mailbox _mailbox;
    private readonly ClientMetrics _metrics;
    private readonly SharedChatStream _stream;
    private readonly SharedChatSender _sender;

    // Guards _texts and Gap; the mailbox's lock is taken under it.
    private readonly Lock _textsLock = new();
    private readonly List<string> _texts = [];

    public ConnectedClient(int port)
    {
        ClientSettings settings = TestSettings.Of(new Uri($"http://127.0.0.1:{port}"));
        _channel = GrpcChannel.ForAddress(settings.ServerAddress);
        _connections = new Connections(_channel);
        var client = new MessengerClient(_channel);
        _mailbox = new Mailbox(settings);
        _metrics = new ClientMetrics(_mailbox, Reception);
        _stream = new SharedChatStream(
            client, _connections, _mailbox, Reception, Journal, _metrics, settings, NullLogger<SharedChatStream>.Instance);
        _sender = new SharedChatSender(new RetryingSender(_connections, Journal, _metrics, TimeProvider.System), client, Journal);
    }

    public Reception Reception { get; } = new();

    public ServerJournal Journal { get; } = new();

    /// <summary>The gap of the last flush that had one, since the start.</summary>
    public SendTime? Gap { get; private set; }

    /// <summary>What was flushed, since the start.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_textsLock)
            {
                return [.. _texts];
            }
        }
    }

    /// <summary>A client whose stream is open.</summary>
    public static async Task<ConnectedClient> StartAsync(int port)
    {
        var client = new ConnectedClient(port);
        await client._stream.StartAsync(CancellationToken.None);
        await client.Reception.WhenOpenAsync().Within();
        return client;
    }

    public Task<SendTime> SendAsync(string text, string key, TimeSpan? within = null, CancellationToken giveUp = default) =>
        _sender.SendAsync(
            new SendMessageRequest { Author = "Alice", Text = text }, key, DateTime.UtcNow + (within ?? Patience.Limit), giveUp).Within();

    /// <summary>How a send fails.</summary>
    public Task<SendFailedException> FailureAsync(string text, string key, TimeSpan? within = null, CancellationToken giveUp = default) =>
        Assert.ThrowsExactlyAsync<SendFailedException>(() => SendAsync(text, key, within, giveUp));

    /// <summary>Flushes until a text has come.</summary>
    public Task UntilReceivedAsync(string text) => Patience.Until(
        () =>
        {
            Flush();
            return Texts.Contains(text);
        },
        $"the message '{text}'");

    public void Flush()
    {
        lock (_textsLock)
        {
            FlushedMessages flushed = _mailbox.Flush();
            _texts.AddRange(flushed.Messages.Select(message => message.Text));
            Gap = flushed.GapAfter ?? Gap;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.StopAsync(CancellationToken.None).Within();
        _stream.Dispose();
        _metrics.Dispose();
        _connections.Dispose();
        _channel.Dispose();
    }
}
