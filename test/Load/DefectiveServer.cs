using System.Net;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.Load.Tests;

/// <summary>A server of the shared chat, as simple as can be, that does one thing wrong: it does it to its twentieth message.</summary>
internal sealed class DefectiveServer : IAsyncDisposable
{
    private const int TheOne = 20;
    private const int HeldBackFor = 200;
    private const long Step = 1001;

    private static readonly Status Over = new(StatusCode.Unavailable, "The test is over.");

    private readonly Defect _defect;
    private readonly GrpcServer _server;

    // Two messages that change places break the order of sends as well, unless both are on their way at once.
    private readonly TaskCompletionSource _nextIsTaken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Guards everything below. Nothing else is taken under it.
    private readonly Lock _chat = new();
    private readonly List<Channel<ReadMessagesResponse>> _streams = [];
    private readonly List<ReadMessagesResponse> _messages = [];
    private long _clock = DateTime.UtcNow.Subtract(DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
    private ReadMessagesResponse? _held;

    private DefectiveServer(Defect defect, int streamsPerConnection)
    {
        _defect = defect;
        ServerServiceDefinition service = new ServerServiceDefinitionBuilder(MessengerReflection.Descriptor.Services.Single())
            .AddMethod<SendMessageRequest, SendMessageResponse>("SendMessage", SendMessageAsync)
            .AddMethod<Empty, ReadMessagesResponse>("ReadMessages", ReadMessagesAsync)
            .Build();
        var options = new GrpcServerOptions { Address = IPAddress.Loopback, MaxStreamsPerConnection = streamsPerConnection };
        _server = new GrpcServer(options, [service], NullLoggerFactory.Instance);
    }

    public int Port => _server.Port;

    /// <summary>Whether a stream's headers go with its first message, as some servers have it, and not at once.</summary>
    public bool HoldsHeaders { get; init; }

    /// <summary>Somebody else's message comes with each.</summary>
    public bool HasGuests { get; init; }

    /// <summary>What the answer to a send waits for, by the number of messages so far.</summary>
    public Func<int, Task>? Answering { get; init; }

    /// <summary>How sends are refused; null if they are not.</summary>
    public Func<int, Status?>? Refusing { get; init; }

    public static async Task<DefectiveServer> StartAsync(DefectiveServer server)
    {
        await server._server.StartAsync().Within();
        return server;
    }

    public static Task<DefectiveServer> StartAsync(Defect defect) => StartAsync(Of(defect));

    public static DefectiveServer Of(
        Defect defect,
        int streamsPerConnection = 1000,
        bool holdsHeaders = false,
        bool hasGuests = false,
        Func<int, Task>? answering = null,
        Func<int, Status?>? refusing = null) =>
        new(defect, streamsPerConnection) { HoldsHeaders = holdsHeaders, HasGuests = hasGuests, Answering = answering, Refusing = refusing };

    public async ValueTask DisposeAsync()
    {
        _server.RefuseNewCalls(Over);
        await _server.EndCallsAsync(Over).Within();
        await _server.DisposeAsync();
    }

    private static Timestamp Time(long nanoseconds) =>
        new() { Seconds = nanoseconds / 1_000_000_000, Nanos = (int)(nanoseconds % 1_000_000_000) };

    private async Task<SendMessageResponse> SendMessageAsync(SendMessageRequest request, ServerCallContext context)
    {
        int number;
        lock (_chat)
        {
            number = _messages.Count + 1;
        }

        if (Refusing?.Invoke(number) is { } status)
        {
            throw new RpcException(status);
        }

        if (Answering is not null)
        {
            await Answering(number);
        }

        ReadMessagesResponse message;
        lock (_chat)
        {
            message = TakeLocked(request);
            number = _messages.Count;
        }

        if (number == TheOne + 1)
        {
            _nextIsTaken.SetResult();
        }

        if (number == TheOne && _defect is Defect.SwapsTwoOnAllStreams or Defect.SwapsTwoOnOneStream or Defect.SwapsTwoOnTheFirstStream)
        {
            await _nextIsTaken.Task.Within();
        }

        return new SendMessageResponse { SendTime = message.SendTime };
    }

    private ReadMessagesResponse TakeLocked(SendMessageRequest request)
    {
        int number = _messages.Count + 1;
        _clock += Step;
        long time = (_defect, number) switch
        {
            (Defect.TimeStepsBack, TheOne) => _clock - (3 * Step),
            (Defect.TimeStandsStill, TheOne) => _clock - Step,

            // So that all agree that it comes when it comes.
            (Defect.HoldsOneBack, TheOne) => _clock + (HeldBackFor * Step) + (Step / 2),
            _ => _clock,
        };
        var message = new ReadMessagesResponse
        {
            Author = request.Author,
            Text = request.Text,
            SendTime = (_defect, number) is (Defect.ForgetsTheTime, TheOne) ? null : Time(time),
        };
        _messages.Add(message);
        for (int stream = 0; stream < _streams.Count; stream++)
        {
            foreach (ReadMessagesResponse delivered in DeliveredLocked(number, stream, message))
            {
                _streams[stream].Writer.TryWrite(delivered);
            }
        }

        if ((_defect, number) is (Defect.EndsOneStream, TheOne))
        {
            _streams[1].Writer.Complete(new RpcException(new Status(StatusCode.Aborted, "Enough.")));
        }

        _held = (_defect, number) is (Defect.HoldsOneBack, TheOne) ? message : number == TheOne + HeldBackFor ? null : _held;
        return message;
    }

    private IEnumerable<ReadMessagesResponse> DeliveredLocked(int number, int stream, ReadMessagesResponse message)
    {
        bool isTheOne = number == TheOne;
        if (HasGuests)
        {
            yield return new ReadMessagesResponse { Author = "Guest", Text = $"Hello {number}", SendTime = message.SendTime };
        }

        bool swaps = (_defect, stream) is (Defect.SwapsTwoOnAllStreams, _) or (Defect.SwapsTwoOnOneStream, 1) or (Defect.SwapsTwoOnTheFirstStream, 0);
        bool isHeld = isTheOne
            && (swaps || (_defect, stream) is (Defect.LosesOneOnOneStream, 1) or (Defect.AcknowledgesOnly, _) or (Defect.HoldsOneBack, _));
        if (!isHeld)
        {
            yield return (_defect, isTheOne, stream) is (Defect.HasTwoTimes, true, 1) ? Later(message) : message;
        }

        if (swaps && number == TheOne + 1)
        {
            yield return _messages[TheOne - 1];
        }

        if (number == TheOne + HeldBackFor && _held is { } held)
        {
            yield return held;
        }

        if (isTheOne && stream == 1 && Besides(message) is { } more)
        {
            yield return more;
        }
    }

    private ReadMessagesResponse? Besides(ReadMessagesResponse message) => _defect switch
    {
        Defect.DoublesOne => message,
        Defect.InventsANumber => Changed(message, message.Text[..19] + "00ffffff" + message.Text[27..]),
        Defect.ChangesAText => Changed(message, message.Text + "!"),
        _ => null,
    };

    private static ReadMessagesResponse Changed(ReadMessagesResponse message, string text) =>
        new() { Author = message.Author, Text = text, SendTime = Later(message).SendTime };

    private static ReadMessagesResponse Later(ReadMessagesResponse message)
    {
        ReadMessagesResponse later = message.Clone();
        later.SendTime.Nanos += later.SendTime.Nanos < 999_999_999 ? 1 : -1;
        return later;
    }

    private async Task ReadMessagesAsync(Empty request, IServerStreamWriter<ReadMessagesResponse> responses, ServerCallContext context)
    {
        var stream = Channel.CreateUnbounded<ReadMessagesResponse>();
        lock (_chat)
        {
            _streams.Add(stream);
            if ((_defect, _streams.Count) is (Defect.SendsAnOldOne, 2))
            {
                stream.Writer.TryWrite(_messages[^1]);
            }
        }

        if (!HoldsHeaders)
        {
            await context.WriteResponseHeadersAsync();
        }

        await foreach (ReadMessagesResponse message in stream.Reader.ReadAllAsync(context.CancellationToken))
        {
            await responses.WriteAsync(message);
        }
    }
}
