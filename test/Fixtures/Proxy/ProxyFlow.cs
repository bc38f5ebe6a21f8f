using System.Net.Sockets;

namespace Messenger.Fixtures.Proxy;

/// <summary>One direction of a proxied connection. Its rule may be changed at any time, from any thread, and holds at once.</summary>
public sealed class ProxyFlow
{
    private const int PieceBytes = 16 << 10;

    // A slow flow goes in so many steps a second.
    private const int StepsPerSecond = 50;

    private readonly Socket _source;
    private readonly Socket _sink;
    private readonly Action<ReadOnlyMemory<byte>> _overheard;

    // Guards the fields below. Taken alone.
    private readonly Lock _ruleLock = new();
    private FlowRule _rule;
    private long _untilCut;
    private bool _isCut;
    private TaskCompletionSource _changed = NewSource();
    private TaskCompletionSource _holding = NewSource();

    internal ProxyFlow(Socket source, Socket sink, FlowRule rule, Action<ReadOnlyMemory<byte>> overheard)
    {
        _source = source;
        _sink = sink;
        _overheard = overheard;
        _rule = rule;
        _untilCut = rule.CutAfter ?? long.MaxValue;
    }

    /// <summary>What it suffers.</summary>
    public FlowRule Rule
    {
        get
        {
            lock (_ruleLock)
            {
                return _rule;
            }
        }

        set
        {
            lock (_ruleLock)
            {
                _rule = value;
                _untilCut = value.CutAfter ?? long.MaxValue;
                _holding = _holding.Task.IsCompleted ? NewSource() : _holding;
                _changed.SetResult();
                _changed = NewSource();
            }
        }
    }

    /// <summary>Whether <see cref="FlowRule.CutAfter"/> has cut it.</summary>
    public bool IsCut
    {
        get
        {
            lock (_ruleLock)
            {
                return _isCut;
            }
        }
    }

    /// <summary>Completes when something, or the end, has come that the rule of now keeps from being forwarded.</summary>
    public Task WhenHoldingAsync()
    {
        lock (_ruleLock)
        {
            return _holding.Task;
        }
    }

    /// <summary>Forwards until the source ends, and then the end.</summary>
    /// <returns>Whether it ended well; false if it was cut, or a socket failed.</returns>
    internal async Task<bool> RunAsync(CancellationToken cut)
    {
        byte[] buffer = new byte[PieceBytes];
        try
        {
            while (true)
            {
                int read = await ReceiveAsync(buffer, cut);
                _overheard(buffer.AsMemory(0, Math.Max(read, 0)));
                if (!await ForwardAsync(buffer.AsMemory(0, Math.Max(read, 0)), cut) || read < 0)
                {
                    return false;
                }

                if (read == 0)
                {
                    return TryEnd();
                }
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // 0 at the end, less where the connection broke.
    private async Task<int> ReceiveAsync(byte[] buffer, CancellationToken cut)
    {
        try
        {
            return await _source.ReceiveAsync(buffer, cut);
        }
        catch (SocketException)
        {
            return -1;
        }
    }

    private async Task<bool> ForwardAsync(ReadOnlyMemory<byte> piece, CancellationToken cut)
    {
        (FlowRule rule, Task changed) = await WhenGoingAsync(cut);
        if (rule.Delay > TimeSpan.Zero)
        {
            Hold();
            await PauseAsync(rule.Delay, changed, cut);
        }

        while (piece.Length > 0)
        {
            (rule, changed) = await WhenGoingAsync(cut);
            int length = rule.BytesPerSecond is { } rate ? Math.Clamp(rate / StepsPerSecond, 1, piece.Length) : piece.Length;
            if (!await TrySendAsync(piece, length, cut))
            {
                return false;
            }

            piece = piece[length..];
            if (rule.BytesPerSecond is { } speed)
            {
                if (piece.Length > 0)
                {
                    Hold();
                }

                await PauseAsync(TimeSpan.FromSeconds((double)length / speed), changed, cut);
            }
        }

        // A rule that came during a pause holds the end, too.
        await WhenGoingAsync(cut);
        return true;
    }

    private async Task<(FlowRule Rule, Task Changed)> WhenGoingAsync(CancellationToken cut)
    {
        while (true)
        {
            (FlowRule rule, Task changed) = Current();
            if (!rule.IsStopped)
            {
                return (rule, changed);
            }

            Hold();
            await changed.WaitAsync(cut);
        }
    }

    private async Task<bool> TrySendAsync(ReadOnlyMemory<byte> piece, int length, CancellationToken cut)
    {
        bool isLast;
        lock (_ruleLock)
        {
            isLast = _untilCut <= length;
            _isCut |= isLast;
            length = (int)Math.Min(length, _untilCut);
            _untilCut -= length;
        }

        try
        {
            for (int sent = 0; sent < length;)
            {
                sent += await _sink.SendAsync(piece[sent..length], cut);
            }

            return !isLast;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private bool TryEnd()
    {
        try
        {
            _sink.Shutdown(SocketShutdown.Send);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Hold()
    {
        lock (_ruleLock)
        {
            _holding.TrySetResult();
        }
    }

    private (FlowRule Rule, Task Changed) Current()
    {
        lock (_ruleLock)
        {
            return (_rule, _changed.Task);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Another rule ends it.
    private static async Task PauseAsync(TimeSpan time, Task changed, CancellationToken cut)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cut);
        await Task.WhenAny(Task.Delay(time, ended.Token), changed);
        await ended.CancelAsync();
        cut.ThrowIfCancellationRequested();
    }
}
