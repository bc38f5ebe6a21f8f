using System.Globalization;
using Messenger.Grpc;
using Messenger.Load.Checking;

namespace Messenger.Load.Reading;

/// <summary>
/// All streams of a run, spread over their connections. A few are opened late, when messages flow already: so the seam between what was
/// before and what must be carried is looked at under load.
/// </summary>
internal sealed class StreamSet : IDisposable
{
    private const int OpenedAtATime = 64;
    private const int MostLate = 10;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenKnocks = TimeSpan.FromMilliseconds(250);

    private readonly LoadOptions _options;
    private readonly GrpcChannel[] _channels;
    private readonly ReadingStream[] _streams;
    private int _open;

    public StreamSet(LoadOptions options, Func<int, GrpcChannel, ReadingStream> create)
    {
        _options = options;
        _channels = [.. Enumerable.Range(0, options.Connections).Select(_ => GrpcChannel.ForAddress(options.Address))];
        _streams = [.. Enumerable.Range(0, options.Streams).Select(i => create(i, _channels[i % _channels.Length]))];
        Checks = [.. _streams.Select(stream => stream.Check)];
    }

    /// <summary>How many are open, and should carry what is sent now.</summary>
    public int Open => Volatile.Read(ref _open);

    public IReadOnlyList<ReadingStream> All => _streams;

    public IReadOnlyCollection<StreamCheck> Checks { get; }

    public long Delivered => _streams.Sum(stream => stream.Delivered);

    public long Foreign => _streams.Sum(stream => stream.Foreign);

    /// <summary>How many opened only after a message was sent, which the contract does not ask for.</summary>
    public int OpenedByKnocking { get; private set; }

    private int Early => _streams.Length - Math.Min(_streams.Length / 10, MostLate);

    /// <summary>The latencies of all, so far.</summary>
    public LatencyHistogram Latencies()
    {
        var all = new LatencyHistogram();
        foreach (ReadingStream stream in _streams)
        {
            all.Add(stream.Latencies);
        }

        return all;
    }

    /// <summary>Opens all streams but the late ones.</summary>
    /// <param name="knock">Sends a message: there are servers whose headers come with the first message only.</param>
    /// <param name="cancellationToken">Stops opening.</param>
    /// <exception cref="LoadFailedException">They do not open.</exception>
    public async Task OpenEarlyAsync(Func<Task> knock, CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(OpenedAtATime);
        Task[] opening = [.. _streams.Take(Early).Select(stream => StartAsync(stream, slots, cancellationToken))];
        await Task.WhenAll(opening);
        int silent = Early - Open;
        long end = Clock.Now + Clock.Nanoseconds(_options.Patience);
        while (Open < Early && Clock.Now < end)
        {
            // It may find no answer, and is not waited for.
            _ = knock();
            await Task.Delay(BetweenKnocks, cancellationToken);
            ThrowIfFailed();
        }

        OpenedByKnocking = silent;
        ThrowUnlessOpen(Early);
    }

    /// <summary>Opens the others.</summary>
    /// <exception cref="LoadFailedException">They do not open.</exception>
    public async Task OpenLateAsync(CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(1);
        await Task.WhenAll(_streams.Skip(Early).Select(stream => StartAsync(stream, slots, cancellationToken)));
        long end = Clock.Now + Clock.Nanoseconds(_options.Patience);
        while (Open < _streams.Length && Clock.Now < end)
        {
            await Task.Delay(Grace / 100, cancellationToken);
            ThrowIfFailed();
        }

        ThrowUnlessOpen(_streams.Length);
    }

    /// <summary>Leaves all of them; completes when nothing is read any more.</summary>
    public Task LeaveAsync() => Task.WhenAll(_streams.Select(stream => stream.LeaveAsync()));

    public void Dispose()
    {
        Array.ForEach(_streams, stream => stream.Dispose());
        Array.ForEach(_channels, channel => channel.Dispose());
    }

    // One that is silent for long lets the next one go.
    private async Task StartAsync(ReadingStream stream, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            stream.Start();
            Task counted = CountAsync(stream);
            await Task.WhenAny(counted, Task.Delay(Grace, cancellationToken));
            ThrowIfFailed(stream);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task CountAsync(ReadingStream stream)
    {
        try
        {
            await stream.Opened;
        }
        catch (RpcException)
        {
            // It is looked for by ThrowIfFailed.
            return;
        }

        Interlocked.Increment(ref _open);
        _ = UncountAsync(stream);
    }

    // What is sent after a stream has ended is not expected on it.
    private async Task UncountAsync(ReadingStream stream)
    {
        await stream.Reading;
        Interlocked.Decrement(ref _open);
    }

    private void ThrowIfFailed() => Array.ForEach(_streams, ThrowIfFailed);

    private static void ThrowIfFailed(ReadingStream stream)
    {
        if (stream.Opened.Exception?.InnerException is RpcException e)
        {
            throw new LoadFailedException($"A stream could not be opened: {e.Status}", e);
        }
    }

    private void ThrowUnlessOpen(int expected)
    {
        if (Open < expected)
        {
            throw new LoadFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"Of {expected} streams on {_channels.Length} connections only {Open} have opened within {_options.Patience.TotalSeconds:0.#} s; where the server allows fewer streams on a connection, more --connections help."));
        }
    }
}
