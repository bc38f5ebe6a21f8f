using System.Net;
using Google.Protobuf.WellKnownTypes;
using Messenger.ClientHost.Connection;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.ClientHost.Tests.Connection;

/// <summary>A server of the shared chat that keeps a journal, goes away, forgets and falls silent when a test says so.</summary>
internal sealed class JournalServer : IAsyncDisposable
{
    private static readonly Status Away = new(StatusCode.Unavailable, "Away.");

    private readonly GrpcServer _server;

    // Guards everything below. Nothing else is taken under it; tasks that are completed under it go on elsewhere.
    private readonly Lock _stateLock = new();
    private readonly List<Metadata> _reads = [];
    private readonly List<string?> _keys = [];
    private readonly List<ReadMessagesResponse> _messages = [];
    private readonly Dictionary<string, ReadMessagesResponse> _byKey = [];
    private string? _journal = Guid.NewGuid().ToString();
    private TaskCompletionSource _changed = NewSource();
    private Status? _refusal;
    private int _openStreams;

    private JournalServer()
    {
        ServerServiceDefinition service = new ServerServiceDefinitionBuilder(MessengerReflection.Descriptor.Services.Single())
            .AddMethod<SendMessageRequest, SendMessageResponse>("SendMessage", SendMessageAsync)
            .AddMethod<Empty, ReadMessagesResponse>("ReadMessages", ReadMessagesAsync)
            .Build();
        _server = new GrpcServer(new GrpcServerOptions { Address = IPAddress.Loopback }, [service], NullLoggerFactory.Instance);
    }

    /// <summary>What becomes of the next sends, in their order; those that come after these are answered.</summary>
    public Queue<SendFate> Fates { get; } = [];

    /// <summary>Whether a stream that cannot be resumed has its headers before its status.</summary>
    public bool RefusesAfterHeaders { get; init; }

    /// <summary>Whether headers come only with a stream's first message.</summary>
    public bool HasLateHeaders { get; init; }

    public int Port => _server.Port;

    /// <summary>The metadata of each request for a stream, in order.</summary>
    public Metadata[] Reads => Locked(() => _reads.ToArray());

    /// <summary>The key of each send, in order.</summary>
    public string?[] Keys => Locked(() => _keys.ToArray());

    /// <summary>What it holds.</summary>
    public string[] Texts => Locked(() => _messages.Select(message => message.Text).ToArray());

    public int OpenStreams => Locked(() => _openStreams);

    public static async Task<JournalServer> StartAsync(bool hasJournal = true, bool refusesAfterHeaders = false, bool hasLateHeaders = false)
    {
        var server = new JournalServer { RefusesAfterHeaders = refusesAfterHeaders, HasLateHeaders = hasLateHeaders };
        server._journal = hasJournal ? server._journal : null;
        await server._server.StartAsync().Within();
        return server;
    }

    /// <summary>Says something. Returns when.</summary>
    public SendTime Say(string text) => Locked(() => SayLocked("Bob", text));

    /// <summary>Ends all streams, and answers every call so, until <see cref="ComeBack"/>.</summary>
    public void GoAway()
    {
        lock (_stateLock)
        {
            _refusal = Away;
            ChangeLocked();
        }
    }

    public void ComeBack() => Locked(() => _refusal = null);

    /// <summary>Forgets what was said, as a server with a new journal does, or with none.</summary>
    public void Forget(bool hasJournal = true) => Locked(() =>
    {
        _messages.Clear();
        _byKey.Clear();
        return _journal = hasJournal ? Guid.NewGuid().ToString() : null;
    });

    public async ValueTask DisposeAsync()
    {
        _server.RefuseNewCalls(Away);
        await _server.EndCallsAsync(Away).Within();
        await _server.DisposeAsync();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<SendMessageResponse> SendMessageAsync(SendMessageRequest request, ServerCallContext context)
    {
        string? key = context.RequestHeaders.GetValue(JournalMetadata.IdempotencyKey);
        SendFate fate = Locked(() =>
        {
            _keys.Add(key);
            return Fates.TryDequeue(out SendFate next) ? next : SendFate.Answered;
        });
        if (fate is SendFate.Refused or SendFate.Full)
        {
            throw new RpcException(fate == SendFate.Full ? new Status(StatusCode.ResourceExhausted, "Full.") : Away);
        }

        SendTime sendTime = Locked(() => StoreLocked(request, key));
        if (fate == SendFate.StoredAndLost)
        {
            throw new RpcException(Away);
        }

        if (fate == SendFate.StoredAndSilent)
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }

        await context.WriteResponseHeadersAsync(Headers(null));
        return new SendMessageResponse { SendTime = new Timestamp { Seconds = sendTime.Seconds, Nanos = sendTime.Nanoseconds } };
    }

    private async Task ReadMessagesAsync(Empty request, IServerStreamWriter<ReadMessagesResponse> responses, ServerCallContext context)
    {
        int next = Locked(() =>
        {
            _reads.Add(context.RequestHeaders);
            return _refusal is { } refusal ? throw new RpcException(refusal) : PlaceLocked(context.RequestHeaders);
        });
        if (next < 0)
        {
            if (RefusesAfterHeaders)
            {
                await context.WriteResponseHeadersAsync(Headers(SendTime.Beginning));
            }

            throw new RpcException(new Status(StatusCode.OutOfRange, "There is no such place."));
        }

        Metadata headers = Headers(Locked(() => next == 0 ? SendTime.Beginning : SendTime.From(_messages[next - 1].SendTime)));
        if (!HasLateHeaders)
        {
            await context.WriteResponseHeadersAsync(headers);
        }

        Locked(() => _openStreams++);
        try
        {
            await WriteAsync(next, HasLateHeaders ? headers : null, responses, context);
        }
        finally
        {
            Locked(() => _openStreams--);
        }
    }

    private async Task WriteAsync(
        int next, Metadata? headers, IServerStreamWriter<ReadMessagesResponse> responses, ServerCallContext context)
    {
        while (true)
        {
            (ReadMessagesResponse[] more, Task changed) = Locked(() =>
                _refusal is { } refusal ? throw new RpcException(refusal) : (_messages.Skip(next).ToArray(), _changed.Task));
            if (more.Length > 0 && headers is not null)
            {
                await context.WriteResponseHeadersAsync(headers);
                headers = null;
            }

            foreach (ReadMessagesResponse message in more)
            {
                await responses.WriteAsync(message);
                next++;
            }

            await changed.WaitAsync(context.CancellationToken);
        }
    }

    // Less than nothing where there is no such place.
    private int PlaceLocked(Metadata request)
    {
        if (_journal is null || request.GetValue(JournalMetadata.ResumeAfter) is not { } after)
        {
            return _messages.Count;
        }

        Assert.IsTrue(SendTime.TryParse(after, out SendTime cursor), after);
        return request.GetValue(JournalMetadata.Journal) != _journal ? -1
            : cursor == SendTime.Beginning ? 0
            : _messages.FindIndex(message => SendTime.From(message.SendTime) == cursor) is >= 0 and int found ? found + 1 : -1;
    }

    private SendTime StoreLocked(SendMessageRequest request, string? key)
    {
        if (_journal is null || key is null || !_byKey.TryGetValue(key, out ReadMessagesResponse? stored))
        {
            SendTime sendTime = SayLocked(request.Author, request.Text);
            _byKey[key ?? ""] = _messages[^1];
            return sendTime;
        }

        return stored.Author == request.Author && stored.Text == request.Text
            ? SendTime.From(stored.SendTime)
            : throw new RpcException(new Status(StatusCode.AlreadyExists, "The key is another message's."));
    }

    private SendTime SayLocked(string author, string text)
    {
        var time = new Timestamp { Seconds = 1_758_365_922 + _messages.Count, Nanos = 665_193_501 };
        _messages.Add(new ReadMessagesResponse { Author = author, Text = text, SendTime = time });
        ChangeLocked();
        return SendTime.From(time);
    }

    private Metadata Headers(SendTime? position)
    {
        Metadata headers = [];
        if (Locked(() => _journal) is { } journal)
        {
            headers.Add(JournalMetadata.Journal, journal);
            if (position is { } time)
            {
                headers.Add(JournalMetadata.Position, time.ToString());
            }
        }

        return headers;
    }

    private T Locked<T>(Func<T> change)
    {
        lock (_stateLock)
        {
            return change();
        }
    }

    private void ChangeLocked()
    {
        _changed.SetResult();
        _changed = NewSource();
    }
}
