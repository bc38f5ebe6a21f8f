using Messenger.ClientHost.Connection;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.ClientHost.Terminal;

/// <summary>
/// A stay in a room: keeps its stream open, again and again, and puts what it brings into the model. After an outage it asks for what came
/// after the last message it has; from a server that does not number messages it takes the whole history again. All members may be called
/// from any thread.
/// </summary>
internal sealed class RoomSession : IAsyncDisposable
{
    // A stream that ends sooner is a failure, as one that does not open: its server is asked less and less often.
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(1);

    private readonly ChatClient _client;
    private readonly string _roomId;
    private readonly string _author;
    private readonly RoomSender _sender;
    private readonly Backoff _backoff = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;

    private RoomSession(ChatClient client, string roomId, string author, TimeSpan patience)
    {
        _client = client;
        _roomId = roomId;
        _author = author;
        _sender = new RoomSender(client, roomId, author, patience);
        _running = RunAsync(_leaving.Token);
    }

    /// <summary>What is known of the room.</summary>
    public RoomModel Model { get; } = new();

    /// <summary>Joins a room. Its history comes afterwards.</summary>
    /// <param name="client">The calls.</param>
    /// <param name="roomId">The room.</param>
    /// <param name="author">Who joins.</param>
    /// <param name="patience">How long joining may take, and later the answer to a message.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RpcException">The room cannot be joined: there is none, or no server.</exception>
    public static async Task<RoomSession> JoinAsync(
        ChatClient client, string roomId, string author, TimeSpan patience, CancellationToken cancellationToken)
    {
        var session = new RoomSession(client, roomId, author, patience);
        try
        {
            await session._joined.Task.WaitAsync(patience, cancellationToken);
            return session;
        }
        catch (Exception e)
        {
            await session.DisposeAsync();
            throw e is TimeoutException ? new RpcException(new Status(StatusCode.DeadlineExceeded, e.Message)) : e;
        }
    }

    /// <summary>Says something in the room.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before there was an answer.</exception>
    public async Task<SendResult> SendAsync(string text, CancellationToken cancellationToken) =>
        Model.IsConnected ? await _sender.SendAsync(text, cancellationToken) : new SendResult(SendOutcome.NotSent);

    /// <summary>Leaves the room.</summary>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _running;
        _sender.Dispose();
        _leaving.Dispose();
    }

    private async Task RunAsync(CancellationToken leaving)
    {
        while (!leaving.IsCancellationRequested)
        {
            Status ending = await ReadAsync(leaving);
            if (leaving.IsCancellationRequested)
            {
                break;
            }

            if (_joined.TrySetException(new RpcException(ending)) || StreamEnd.IsFinal(ending.StatusCode))
            {
                Model.End(ending);
                break;
            }

            if (StreamEnd.IsPlaceLost(ending.StatusCode))
            {
                Model.BeginAnew();
            }

            await Task.Delay(_backoff.Next(), leaving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Opens the stream and reads it to its end. Returns how it ended.</summary>
    private async Task<Status> ReadAsync(CancellationToken leaving)
    {
        var request = new JoinRoomRequest { RoomId = _roomId, AuthorId = _author };
        long? after = Model.LastSequence;
        if (after is { } sequence)
        {
            request.AfterSequence = sequence;
        }

        bool isWhole = after is null;
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(leaving);
        var options = new CallOptions(CancellationToken: reading.Token);
        using AsyncServerStreamingCall<JoinRoomResponse> call = _client.JoinRoom(request, options);
        Task opening = OpenWhenArrivedAsync(call, isWhole, reading.Token);
        try
        {
            while (await call.ResponseStream.MoveNext(reading.Token))
            {
                Open(isWhole);
                Model.Receive(RoomMessage.From(call.ResponseStream.Current.Message));
                _backoff.Reset();
            }

            return new Status(StatusCode.Unavailable, "The server ended the stream.");
        }
        catch (RpcException e)
        {
            return e.Status;
        }
        finally
        {
            await reading.CancelAsync();
            await opening;
            Model.Close();
            _sender.Drop();
        }
    }

    private async Task OpenWhenArrivedAsync(AsyncServerStreamingCall<JoinRoomResponse> call, bool isWhole, CancellationToken ended)
    {
        if (await StreamArrival.WaitAsync(call.ResponseHeadersAsync, call.RequestSentAsync, ended))
        {
            Open(isWhole);
            await Task.Delay(Lasting, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!ended.IsCancellationRequested)
            {
                _backoff.Reset();
            }
        }
    }

    private void Open(bool isWhole)
    {
        Model.Open(isWhole);
        _joined.TrySetResult();
    }
}
