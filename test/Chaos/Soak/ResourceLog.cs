using System.Diagnostics;

namespace Messenger.Chaos;

/// <summary>Memory and open handles of a process, once a second.</summary>
internal sealed class ResourceLog(int processId)
{
    private const double Mebibyte = 1 << 20;

    private readonly List<double> _memory = [];
    private readonly List<double> _handles = [];

    /// <summary>Resident memory, in MiB.</summary>
    public IReadOnlyList<double> Memory => _memory;

    /// <summary>Open handles: files, sockets and what else the system counts.</summary>
    public IReadOnlyList<double> Handles => _handles;

    public async Task RunAsync(CancellationToken stop)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await second.WaitForNextTickAsync(stop))
            {
                using Process process = Process.GetProcessById(processId);
                _memory.Add(process.WorkingSet64 / Mebibyte);
                _handles.Add(process.HandleCount);
            }
        }
        catch (OperationCanceledException)
        {
            // Over.
        }
    }
}
