using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Messenger.Load.Checking;

namespace Messenger.Load.Reading;

/// <summary>One stream of the server: counts, measures and checks what it carries.</summary>
internal sealed class ReadingStream(GrpcChannel channel, uint run, StreamCheck check, Func<bool> isFirst, MeasuredTime measured) : IDisposable
{
    private static readonly Method<Empty, ReadMessagesResponse> ReadMessages =
        new(MessengerReflection.Descriptor.Services.Single(), "ReadMessages");

    private static readonly Empty Request = new();

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AsyncServerStreamingCall<ReadMessagesResponse>? _call;
    private volatile bool _isLeaving;
    private long _delivered;
    private long _foreign;

    public StreamCheck Check => check;

    /// <summary>Completes when the headers have come; fails with <see cref="RpcException"/> when the stream ends before.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Completes when nothing is read any more.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    /// <summary>How many of the run's messages it has carried, each counted once. From any thread.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>How many messages of others.</summary>
    public long Foreign => Volatile.Read(ref _foreign);

    /// <summary>How many of the run's were delivered in the measured time. When reading is over.</summary>
    public long DeliveredInTime { get; private set; }

    /// <summary>From when a message was due until it was here, for messages that were due in the measured time.</summary>
    public LatencyHistogram Latencies { get; } = new();

    public void Start()
    {
        check.Ask();
        _call = channel.ServerStreamingCall(ReadMessages, Request);
        Reading = ReadAsync(_call);
    }

    /// <summary>Leaves, and completes when nothing is read any more.</summary>
    public Task LeaveAsync()
    {
        _isLeaving = true;
        _call?.Dispose();
        return Reading;
    }

    public void Dispose() => _call?.Dispose();

    private async Task ReadAsync(AsyncServerStreamingCall<ReadMessagesResponse> call)
    {
        try
        {
            await call.ResponseHeadersAsync;
            check.Open(isFirst());
            _opened.TrySetResult();
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                Receive(call.ResponseStream.Current);
            }

            End("OK.");
        }
        catch (RpcException e)
        {
            if (_opened.TrySetException(e))
            {
                // Whoever opens the stream is told; when it is left while it opens, nobody asks.
                _ = _opened.Task.Exception;
                return;
            }

            End(e.Status.ToString());
        }
    }

    private void Receive(ReadMessagesResponse message)
    {
        if (!Mark.TryRead(message.Text, run, out int sender, out int number))
        {
            Volatile.Write(ref _foreign, _foreign + 1);
            return;
        }

        long due = check.Receive(sender, number, message);
        if (due == 0)
        {
            return;
        }

        Volatile.Write(ref _delivered, _delivered + 1);
        long now = Clock.Now;
        if (measured.Holds(now))
        {
            DeliveredInTime++;
        }

        if (measured.Holds(due))
        {
            Latencies.Record(now - due);
        }
    }

    private void End(string how)
    {
        if (!_isLeaving)
        {
            check.End(how);
        }
    }
}
