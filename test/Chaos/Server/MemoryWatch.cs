using System.Diagnostics;

namespace Messenger.Chaos;

/// <summary>Looks at the memory of the server's process, whichever it is, until it is disposed of.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private const long Bound = 512L << 20;

    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(100));
    private readonly Task _watching;

    public MemoryWatch(ChaosServer server, Findings findings)
    {
        _watching = WatchAsync(server, findings);
    }

    /// <summary>The most that was seen.</summary>
    public long Peak { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _watching;
    }

    private async Task WatchAsync(ChaosServer server, Findings findings)
    {
        while (await _timer.WaitForNextTickAsync())
        {
            long bytes = ResidentBytes(server.ProcessId);
            if (bytes > Bound && Peak <= Bound)
            {
                findings.Add(Rule.MemoryIsBounded, $"The server has {bytes >> 20} MiB.");
            }

            Peak = Math.Max(Peak, bytes);
        }
    }

    private static long ResidentBytes(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return process.WorkingSet64;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended; the next one is looked at next time.
            return 0;
        }
    }
}
