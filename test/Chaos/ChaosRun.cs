namespace Messenger.Chaos;

/// <summary>
/// Senders send and readers read while everything that may fail does. In the end all of it works again; who sends, gets the answers that
/// are missing, and who reads, what is still to come; and then everything is held against what is on the disk.
/// </summary>
internal sealed class ChaosRun(ChaosStage stage, IReadOnlyList<ISender> senders, IReadOnlyList<IReader> readers)
{
    private readonly Findings _findings = stage.Findings;

    /// <summary>What it must come to: until it has, faults go on, also when the time is over, but not for ever.</summary>
    public IReadOnlyList<Recovery> Needed { get; init; } = [];

    /// <summary>Runs, and says what was done.</summary>
    /// <param name="faults">What may fail at the same time.</param>
    /// <param name="time">For how long.</param>
    /// <param name="whenOver">Called when the faults are over, before the server is stopped.</param>
    public async Task<string> RunAsync(IReadOnlyList<IFaults> faults, TimeSpan time, Func<Task>? whenOver = null)
    {
        using var senderStop = new CancellationTokenSource();
        using var readerStop = new CancellationTokenSource();
        try
        {
            return await RunAsync(faults, time, whenOver, senderStop, readerStop);
        }
        finally
        {
            // Of a run that fails nobody goes on, in the way of the next one.
            await senderStop.CancelAsync();
            await readerStop.CancelAsync();
        }
    }

    private async Task<string> RunAsync(
        IReadOnlyList<IFaults> faults,
        TimeSpan time,
        Func<Task>? whenOver,
        CancellationTokenSource senderStop,
        CancellationTokenSource readerStop)
    {
        Task reading = Task.WhenAll(readers.Select(reader => reader.RunAsync(readerStop.Token)));
        await Task.WhenAll(readers.Select(reader => reader.Record.Opened)).Within();
        Task sending = Task.WhenAll(senders.Select(sender => sender.RunAsync(senderStop.Token)));

        DateTime end = DateTime.UtcNow + time;
        bool IsOver() => DateTime.UtcNow >= end && (!Missing().Any() || DateTime.UtcNow >= end + Patience.Limit);
        await Task.WhenAll(faults.Select((fault, lane) => new FaultLane(fault, stage, IsOver, stage.Choices(-1 - lane)).RunAsync()));
        if (!_findings.Any && Missing().ToArray() is { Length: > 0 } missing)
        {
            _findings.Add(Rule.FaultsAreFelt, $"It never came to {string.Join(", ", missing)}.");
        }

        await (whenOver?.Invoke() ?? Task.CompletedTask);
        await senderStop.CancelAsync();
        await sending.WaitAsync(2 * Patience.Limit);
        await Task.WhenAll(readers.Select(ReachesTheEndAsync));

        // Its streams drain: what is too much for a reader, it still gets.
        await stage.Server.StopAsync();
        await readerStop.CancelAsync();
        await reading.Within();
        return await InspectAsync();
    }

    private IEnumerable<Recovery> Missing() => Needed.Where(recovery => stage.Recoveries[recovery] == 0);

    private async Task ReachesTheEndAsync(IReader reader)
    {
        reader.Settle();
        if (_findings.Any || stage.Ledger.LastOf(reader.Record.Room) is not { } last)
        {
            return;
        }

        try
        {
            await reader.Record.ReachedAsync(last.SendTime).WaitAsync(Patience.Limit, _findings.Found);
        }
        catch (TimeoutException)
        {
            _findings.Add(Rule.NothingMissing, $"{reader.Record.Name} stands at {reader.Record.Last}, long after {last}.");
        }
        catch (OperationCanceledException)
        {
            // The run is lost already.
        }
    }

    private async Task<string> InspectAsync()
    {
        History history = await History.ReadAsync(stage.DataFile);
        var inspection = new Inspection(history, _findings);
        inspection.OfHistory();
        inspection.Of(stage.Ledger);
        ReaderRecord[] records = [.. readers.SelectMany(reader => reader.Records)];
        foreach (ReaderRecord record in records)
        {
            inspection.Of(record);
        }

        return $"""
            Faults: {stage.Tally}. Recoveries: {stage.Recoveries}.
            {history.Count} messages kept, {stage.Ledger.Acknowledged.Count} acknowledgements; {records.Length} readers opened \
            {records.Sum(record => record.Openings)} streams and received {records.Sum(record => record.Received.Count)}. \
            Lost: {inspection.Lost}. Doubled: {inspection.Doubled}. The server had at most {stage.Memory.Peak >> 20} MiB.
            """.Replace("\\" + Environment.NewLine, "", StringComparison.Ordinal);
    }
}
