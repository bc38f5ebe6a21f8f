using Messenger.Grpc;
using Messenger.Load.Checking;
using Messenger.Load.Reading;
using Messenger.Load.Reporting;
using Messenger.Load.Sending;
using Messenger.Load.Server;

namespace Messenger.Load;

/// <summary>
/// One run: some messages that no stream may carry, the streams, the load, a last message behind which nothing can be left, the verdict.
/// </summary>
internal sealed class LoadRun : IDisposable
{
    private const int MessagesBefore = 3;
    private const int FrameSender = 0;

    // Small against every wait, and nothing that is measured hangs on it.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    private readonly uint _run = (uint)Random.Shared.NextInt64(uint.MaxValue);
    private readonly MeasuredTime _measured = new();
    private readonly CommonOrder _order = new();
    private readonly Findings _findings = new();
    private readonly DateTime _startedAt = DateTime.UtcNow;
    private readonly LoadOptions _options;
    private readonly ConsoleReport _console;
    private readonly SendWindow _window;
    private readonly OpenLoop? _byTheClock;
    private readonly Ledger _ledger;
    private readonly ConnectionCount _connections;
    private readonly StreamSet _streams;

    // Sends what is before and behind the load.
    private readonly MessageSender _frame;
    private readonly MessageSender[] _senders;
    private readonly List<string> _notes = [];

    public LoadRun(LoadOptions options, ConsoleReport console)
    {
        _options = options;
        _console = console;
        _window = new SendWindow(options.InFlight);
        _byTheClock = options.Rate is { } rate ? new OpenLoop(rate) : null;
        _ledger = new Ledger(ReleaseWindow);
        _connections = new ConnectionCount(options.Port);
        _streams = new StreamSet(options, CreateStream);
        var plan = new SenderPlan(options.Address, _run, options.Size, () => _streams.Open);
        _frame = new MessageSender(plan, FrameSender, _ledger, _findings, _measured);
        _senders = [.. Enumerable.Range(1, options.Senders).Select(i => new MessageSender(plan, i, _ledger, _findings, _measured))];
    }

    /// <summary>Runs.</summary>
    /// <exception cref="LoadFailedException">The server cannot be reached, takes no message or opens no stream.</exception>
    public async Task<LoadReport> RunAsync(CancellationToken cancellationToken)
    {
        ServerProcess? server = await FindServerAsync();
        await SendBeforeAsync();
        await _streams.OpenEarlyAsync(() => _frame.SendAsync(), cancellationToken);
        NoteOpening();
        Sampler sampler = await LoadAsync(server, cancellationToken);
        await SettleAsync(cancellationToken);
        await SendBehindAsync(cancellationToken);
        await LeaveAsync();
        var verdict = Verdict.Of(_ledger, _order, _streams.Checks, _findings, _streams.Delivered);
        return Report(sampler, verdict);
    }

    public void Dispose()
    {
        _streams.Dispose();
        _frame.Dispose();
        Array.ForEach(_senders, sender => sender.Dispose());
        _connections.Dispose();
    }

    private ReadingStream CreateStream(int index, GrpcChannel channel)
    {
        var check = new StreamCheck(index, _options.Size, _ledger, _order, _findings);
        return new ReadingStream(channel, _run, check, () => _ledger.Count == MessagesBefore, _measured);
    }

    // The frame's messages had no place in the window.
    private void ReleaseWindow(int sender)
    {
        if (sender != FrameSender)
        {
            _window.Release();
        }
    }

    private async Task<ServerProcess?> FindServerAsync()
    {
        (ServerProcess? process, string reason) = _options.Pid is { } id
            ? (ServerProcess.Find(id), $"there is no process {id} in /proc")
            : await ListeningProcess.FindAsync(_options.Host, _options.Port);
        string said = process is null
            ? $"The server's CPU and memory cannot be seen: {reason}."
            : $"The server is process {process.Id} of this machine.";
        _console.Begin(Shape.Of(_options), said);
        if (process is null)
        {
            _notes.Add(said);
        }

        return process;
    }

    private async Task SendBeforeAsync()
    {
        for (int i = 0; i < MessagesBefore; i++)
        {
            await Task.WhenAny(_frame.SendAsync(), Task.Delay(_options.Patience));
            if (_ledger.Acknowledged <= i)
            {
                throw new LoadFailedException(_frame.FirstFailure is { } failure
                    ? $"{_options.Host}:{_options.Port} does not take a message: {failure}"
                    : $"{_options.Host}:{_options.Port} has not answered a message within {_options.Patience.TotalSeconds:0.#} s.");
            }
        }
    }

    private void NoteOpening()
    {
        // One is the frame's.
        long more = _connections.Open - 1 - _options.Connections;
        if (more > 0)
        {
            _notes.Add($"The server lets fewer streams on one connection than were asked for: the client opened {more} more connections than {_options.Connections}.");
        }

        if (_streams.OpenedByKnocking > 0)
        {
            _notes.Add($"{_streams.OpenedByKnocking} streams opened only when a message was sent: by the contract, the headers come at once.");
        }
    }

    private async Task<Sampler> LoadAsync(ServerProcess? server, CancellationToken cancellationToken)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        long begin = Clock.Now;
        long from = begin + Clock.Nanoseconds(_options.WarmUp);
        long to = from + Clock.Nanoseconds(_options.Duration);
        _measured.Set(from, to);
        var sampler = new Sampler(_streams, _ledger, server, _measured);
        Task sending = _byTheClock?.RunAsync(_senders, begin, to, failed.Token)
            ?? new ClosedLoop(_window, _options.Patience).RunAsync(_senders, to, failed.Token);
        try
        {
            Task opening = _streams.OpenLateAsync(failed.Token);
            for (long tick = FirstTick(begin, from); ; tick += Clock.Second)
            {
                long moment = Math.Min(tick, to);
                await Clock.UntilAsync(moment, cancellationToken);
                _console.Progress(sampler.Look(moment));
                Retire();
                if (tick >= to)
                {
                    break;
                }
            }

            await opening;
            await sending;
            return sampler;
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }
    }

    // Ticks are whole seconds from the end of warming up, so that one is there.
    private static long FirstTick(long begin, long from)
    {
        long tick = from - ((from - begin) / Clock.Second * Clock.Second);
        return tick > begin ? tick : tick + Clock.Second;
    }

    // What all streams have had and nobody will ask for again.
    private void Retire()
    {
        int passed = _streams.Checks.Min(stream => stream.Passed);
        _ledger.Retire(passed);
        _order.Retire(passed);
    }

    // Until everything is answered and everywhere; or, where something is missing, nothing has come for long.
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        long seen = -1;
        long quietSince = Clock.Now;
        while (!_ledger.IsSettled && Clock.Now - quietSince < Clock.Nanoseconds(_options.Patience))
        {
            long progress = _streams.Delivered + _ledger.Acknowledged + _ledger.Failed;
            quietSince = progress == seen ? quietSince : Clock.Now;
            seen = progress;
            await Task.Delay(Glance, cancellationToken);
        }
    }

    // A stream that carries it has carried all that was before it, twice or not.
    private async Task SendBehindAsync(CancellationToken cancellationToken)
    {
        long end = Clock.Now + Clock.Nanoseconds(_options.Patience);
        Task<int> sending = _frame.SendAsync();
        await Task.WhenAny(sending, Task.Delay(_options.Patience, cancellationToken));
        while (sending.IsCompletedSuccessfully && Volatile.Read(ref _ledger[sending.Result].Missing) > 0 && Clock.Now < end)
        {
            await Task.Delay(Glance, cancellationToken);
        }
    }

    private async Task LeaveAsync()
    {
        MessageSender[] senders = [_frame, .. _senders];
        Array.ForEach(senders, sender => sender.GiveUp());
        while (senders.Any(sender => sender.Unanswered > 0))
        {
            await Task.Delay(Glance);
        }

        await _streams.LeaveAsync();
    }

    private LoadReport Report(Sampler sampler, Verdict verdict)
    {
        LatencyHistogram latencies = _streams.Latencies();
        Figures figures = Figures.Of(_ledger, _streams, latencies, [.. _senders, _frame], sampler, _options.Duration);
        _notes.AddRange(FigureNotes.Of(figures, _window.Overdue, _byTheClock?.HeldUp ?? 0));
        return new LoadReport
        {
            StartedAt = _startedAt,
            Machine = Machine.This,
            Shape = Shape.Of(_options),
            Figures = figures,
            Curve = CurvePoint.CurveOf(latencies),
            Seconds = sampler.Seconds,
            Verdict = Judgement.Of(verdict),
            Notes = _notes,
        };
    }
}
