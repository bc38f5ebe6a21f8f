using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>
/// Reads a call's requests one by one, until the client has sent its last, a request is bad, or the call has ended. For one reader, beside
/// the writer of the responses.
/// </summary>
internal sealed class ServerStreamReader<T>(ServerCall call, MessageParser<T> parser) : IAsyncStreamReader<T>
    where T : class, IMessage<T>
{
    private const int Idle = 0;
    private const int Reading = 1;
    private const int Stopped = 2;

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
    private readonly TaskCompletionSource _lastRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;
    private T? _current;
    private bool _isAtEnd;
    private RpcException? _failure;

    public T Current => _current ?? throw new InvalidOperationException("There is no message: nothing was read, or the stream has ended.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        switch (Interlocked.CompareExchange(ref _state, Reading, Idle))
        {
            case Reading:
                throw new InvalidOperationException("The last MoveNext has not completed.");
            case Stopped:
                throw new OperationCanceledException("The call has ended.");
        }

        try
        {
            _current = null;
            _current = await ReadAsync(cancellationToken);
            return _current is not null;
        }
        finally
        {
            if (Interlocked.CompareExchange(ref _state, Idle, Reading) == Stopped)
            {
                _lastRead.SetResult();
            }
        }
    }

    /// <summary>
    /// Ends reading, and waits until a read that the method has left behind is over: Kestrel takes the body for the next call then.
    /// </summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _state, Stopped) == Reading)
        {
            await _stop.CancelAsync();
            await _lastRead.Task;
        }

        _stop.Dispose();
    }

    private async ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_failure is not null)
        {
            // What follows a bad message is no message.
            throw new RpcException(_failure.Status, _failure.Trailers, _failure);
        }

        if (_isAtEnd)
        {
            return null;
        }

        try
        {
            T? message = await ReadOnceAsync(cancellationToken);
            _isAtEnd = message is null;
            return message;
        }
        catch (RpcException e)
        {
            _failure = e;
            throw;
        }
    }

    private async ValueTask<T?> ReadOnceAsync(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled || cancellationToken == call.CancellationToken)
        {
            return await call.ReadNextRequestAsync(parser, _stop.Token);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        return await call.ReadNextRequestAsync(parser, either.Token);
    }
}
