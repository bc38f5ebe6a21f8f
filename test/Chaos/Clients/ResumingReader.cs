using Messenger.Grpc;

namespace Messenger.Chaos;

/// <summary>
/// What readers of both contracts have in common: whatever ends their stream, they open it again, and go on. Now and then they end it
/// themselves; some of them forget then what they have, and begin anew.
/// </summary>
internal abstract class ResumingReader(string name, string room, int port, Findings findings, Random choices, bool isForgetful) : IReader
{
    private const int LeavesOnceIn = 200;

    private readonly Gate _gate = new();

    // Guards the two fields below. Taken alone.
    private readonly Lock _recordsLock = new();
    private readonly List<ReaderRecord> _records = [new(name, room)];
    private bool _isSettled;

    public ReaderRecord Record
    {
        get
        {
            lock (_recordsLock)
            {
                return _records[^1];
            }
        }
    }

    public IReadOnlyList<ReaderRecord> Records => _records;

    protected Findings Findings => findings;

    public void Freeze() => _gate.Close();

    public void Thaw() => _gate.Open();

    public void Settle()
    {
        lock (_recordsLock)
        {
            _isSettled = true;
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        using GrpcChannel channel = Calls.Open(port);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(channel, stop);
            }
            catch (Exception e) when (e is TimeoutException || (e is RpcException failure && IsOutage(failure)))
            {
                await Calls.PauseAsync();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // It was frozen.
            }
            catch (RpcException e)
            {
                findings.Add(Rule.AnswersAsPromised, $"{Record.Name} cannot go on after {Record.Last}: {e.Status}");
                return;
            }
        }
    }

    /// <summary>Opens a stream where the last one has ended, and reads it until it ends.</summary>
    protected abstract Task ReadAsync(GrpcChannel channel, CancellationToken stop);

    /// <summary>Begins anew with the next stream.</summary>
    protected abstract void Forget();

    /// <summary>Reads a stream that is open until it ends, or for a while.</summary>
    protected async Task ReadAsync<T>(AsyncServerStreamingCall<T> call, Action<T> receive, CancellationToken stop)
        where T : class, Google.Protobuf.IMessage<T>
    {
        while (await call.ResponseStream.MoveNext(stop))
        {
            receive(call.ResponseStream.Current);
            if (choices.Next(LeavesOnceIn) == 0)
            {
                Leave();
                return;
            }

            await _gate.PassAsync(stop);
        }

        findings.Add(Rule.AnswersAsPromised, $"The stream of {Record.Name} ended with OK.");
    }

    private void Leave()
    {
        lock (_recordsLock)
        {
            // Ever more seldom: who begins a room anew has all of it to read.
            if (isForgetful && !_isSettled && choices.Next(_records.Count * _records.Count) == 0)
            {
                _records[^1].Close();
                _records.Add(new ReaderRecord($"{name} ({_records.Count + 1})", room));
                Forget();
            }
        }
    }

    // A reader that accepts nothing for too long has its stream reset.
    private static bool IsOutage(RpcException failure) => Calls.IsOutage(failure) || failure.StatusCode == StatusCode.Internal;
}
