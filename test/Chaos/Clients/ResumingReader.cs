using Messenger.Grpc;

namespace Messenger.Chaos;

/// <summary>
/// What readers of both contracts have in common: whatever ends their stream, they open it again, and go on. Now and then they end it
/// themselves; some of them forget then what they have, and begin anew.
/// </summary>
internal abstract class ResumingReader(
    string name, string room, ChaosStage stage, Random choices, bool isForgetful, Recovery resumption) : IReader
{
    private const int LeavesOnceIn = 200;

    private readonly Gate _gate = new();
    private bool _isBroken;

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

    protected Findings Findings { get; } = stage.Findings;

    public void Freeze() => _gate.Close();

    public bool Thaw() => _gate.Open();

    public void Settle()
    {
        lock (_recordsLock)
        {
            _isSettled = true;
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        using GrpcChannel channel = Calls.Open(stage.Proxy.Port);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(channel, stop);
            }
            catch (Exception e) when (e is TimeoutException || (e is RpcException failure && IsOutage(failure)))
            {
                _isBroken = true;
                await Calls.PauseAsync();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // It was frozen.
            }
            catch (RpcException e)
            {
                Findings.Add(Rule.AnswersAsPromised, $"{Record.Name} cannot go on after {Record.Last}: {e.Status}");
                return;
            }
        }
    }

    /// <summary>Opens a stream where the last one has ended, and reads it until it ends.</summary>
    protected abstract Task ReadAsync(GrpcChannel channel, CancellationToken stop);

    /// <summary>Begins anew with the next stream.</summary>
    protected abstract void Forget();

    /// <summary>The next stream is open.</summary>
    /// <param name="start">The send time of the last message before its first, where it is the record's first stream.</param>
    /// <param name="isResumed">Whether it goes on after a cursor.</param>
    protected void Open(long start, bool isResumed)
    {
        if (isResumed && _isBroken)
        {
            stage.Recoveries.Count(resumption);
        }

        _isBroken = false;
        Record.Open(start);
    }

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

        Findings.Add(Rule.AnswersAsPromised, $"The stream of {Record.Name} ended with OK.");
    }

    /// <summary>Whether it may go on after this. A reader that accepts nothing for too long has its stream reset.</summary>
    protected virtual bool IsOutage(RpcException failure) => Calls.IsOutage(failure) || failure.StatusCode == StatusCode.Internal;

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
}
