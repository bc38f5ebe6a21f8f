namespace Messenger.Chaos;

/// <summary>The server as a process that ends and comes back, each time on another port, always with the same file.</summary>
internal sealed class ChaosServer : IAsyncDisposable
{
    private readonly (string Name, string Value)[] _settings;
    private readonly Findings _findings;
    private volatile HostProcess _process;

    private ChaosServer(HostProcess process, (string Name, string Value)[] settings, Findings findings)
    {
        _process = process;
        _settings = settings;
        _findings = findings;
    }

    public int Port => _process.Port;

    public int ProcessId => _process.Id;

    /// <summary>How often the process of now has said that it could not write its journal.</summary>
    public int Troubles => _process.Log.Count(line => line.Contains("The journal cannot write", StringComparison.Ordinal));

    /// <summary>Called with the new port, whenever it is there again.</summary>
    public Action<int> Moved { get; set; } = _ => { };

    /// <summary>A server whose limits are so low that every run reaches them.</summary>
    public static async Task<ChaosServer> StartAsync(string dataFile, (string Name, string Value)[] settings, Findings findings)
    {
        settings =
        [
            ("MESSENGER_DATA", dataFile),
            ("MESSENGER_FLUSH_SECONDS", "1"),
            ("MESSENGER_QUEUE_MESSAGES", "64"),
            ("MESSENGER_PAGE_MESSAGES", "50"),
            ("MESSENGER_COMMIT_MESSAGES", "16"),
            .. settings,
        ];
        return new ChaosServer(await HostProcess.StartServerAsync(0, settings), settings, findings);
    }

    /// <summary>It crashes, and comes back.</summary>
    public async Task KillAsync(Action meanwhile)
    {
        _process.Kill();
        await _process.ExitCodeAsync();
        meanwhile();
        await ComeBackAsync();
    }

    /// <summary>It is stopped, and started again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await ComeBackAsync();
    }

    /// <summary>It is stopped, as an operator does.</summary>
    public async Task StopAsync()
    {
        _process.Terminate();
        if (await _process.ExitCodeAsync() is not 0 and var code)
        {
            _findings.Add(
                Rule.StopsCleanly, $"A server that was asked to stop exited with {code}. Its last words: {_process.Log.LastOrDefault()}");
        }
    }

    public void Freeze() => _process.Freeze();

    public void Thaw() => _process.Thaw();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task ComeBackAsync()
    {
        HostProcess next = await HostProcess.StartServerAsync(0, _settings);
        HostProcess last = _process;
        _process = next;
        Moved(next.Port);
        await last.DisposeAsync();
    }
}
