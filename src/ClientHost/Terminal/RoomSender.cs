using Messenger.ClientHost.Connection;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.ClientHost.Terminal;

/// <summary>
/// Says things in a room over one stream, which is opened when it is needed, and again after it has failed. Nothing is ever sent twice. All
/// members may be called from any thread.
/// </summary>
/// <param name="client">The calls.</param>
/// <param name="roomId">The room.</param>
/// <param name="author">Who speaks.</param>
/// <param name="patience">How long an answer may take.</param>
internal sealed class RoomSender(ChatClient client, string roomId, string author, TimeSpan patience) : IDisposable
{
    // Some servers send headers only with the first response: then nothing tells whether the stream is open before something is sent.
    private static readonly TimeSpan Arrival = TimeSpan.FromSeconds(1);

    // One message is on its way at a time: if the stream fails, it is clear which one's fate is unknown.
    private readonly SemaphoreSlim _turn = new(1, 1);

    // Guards _call. Nothing else is taken under it.
    private readonly Lock _callLock = new();
    private AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse>? _call;

    /// <summary>Sends a message and waits for the answer.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before there was an answer.</exception>
    public async Task<SendResult> SendAsync(string text, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        bool hasGoneOut = false;
        try
        {
            AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> call = Call();
            await WhenOpenAsync(call.ResponseHeadersAsync, cancellationToken);
            hasGoneOut = true;
            return new SendResult(SendOutcome.Kept, Kept: await ExchangeAsync(call, text).WaitAsync(patience, cancellationToken));
        }
        catch (RpcException e)
        {
            Drop();
            SendOutcome outcome = e.IsRefusal() ? SendOutcome.Refused : hasGoneOut ? SendOutcome.Unknown : SendOutcome.NotSent;

            // A stream that was dropped meanwhile has no words of its own.
            return new SendResult(outcome, e.StatusCode == StatusCode.Cancelled ? "" : e.Status.Detail);
        }
        catch (TimeoutException)
        {
            Drop();
            return new SendResult(SendOutcome.Unknown);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gives the stream up, which ends a wait for an answer, too: what it was connected to is gone.</summary>
    public void Drop()
    {
        AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse>? dropped;
        lock (_callLock)
        {
            dropped = _call;
            _call = null;
        }

        // What waits for it may go on within this call.
        dropped?.Dispose();
    }

    public void Dispose() => Drop();

    private static async Task WhenOpenAsync(Task headers, CancellationToken cancellationToken)
    {
        if (await Task.WhenAny(headers, Task.Delay(Arrival, cancellationToken)) == headers)
        {
            await headers;
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> Call()
    {
        lock (_callLock)
        {
            return _call ??= client.SendMessage(default);
        }
    }

    private async Task<RoomMessage> ExchangeAsync(AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> call, string text)
    {
        await call.RequestStream.WriteAsync(new SendMessageRequest { RoomId = roomId, AuthorId = author, Content = text });
        return await call.ResponseStream.MoveNext(CancellationToken.None)
            ? RoomMessage.From(call.ResponseStream.Current.Message)
            : throw new RpcException(new Status(StatusCode.Unknown, "The server ended the stream without an answer."));
    }
}
