using System.Runtime.InteropServices;

namespace Messenger.Load.Sending;

/// <summary>
/// Sends by the clock, whatever the server does: message k is due k / rate after the start, and stays due then when it is sent late. So a
/// server that stalls is charged for every message that should have been sent meanwhile, and not for one (coordinated omission).
/// </summary>
internal sealed partial class OpenLoop(double rate)
{
    /// <summary>A sender that has so many sends unanswered waits for one: the memory of the machine is bounded, too.</summary>
    private const int MostUnanswered = 10_000;

    private const long Pause = Clock.Second / 1000;

    private int _heldUp;

    /// <summary>How often a sender waited for answers.</summary>
    public int HeldUp => Volatile.Read(ref _heldUp);

    /// <summary>How many messages are due in a time.</summary>
    public long DueIn(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds * rate);

    /// <summary>Sends what is due from a moment on, before another one; completes when nothing new will be sent.</summary>
    public Task RunAsync(IReadOnlyList<MessageSender> senders, long from, long until, CancellationToken cancellationToken) =>
        Task.WhenAll(senders.Select((sender, i) => Task.Factory.StartNew(
            () => Run(sender, i, senders.Count, from, until, cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

    private static void Sleep(long nanoseconds)
    {
        if (OperatingSystem.IsWindows())
        {
            Thread.Sleep(TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick));
            return;
        }

        // Thread.Sleep knows milliseconds only, which would be the latency that is measured. Awake early is no harm: it is asked again.
        var time = new TimeSpec { Seconds = (nint)(nanoseconds / Clock.Second), Nanoseconds = (nint)(nanoseconds % Clock.Second) };
        _ = NanoSleep(in time, 0);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec time, nint left);

    private void Run(MessageSender sender, int index, int senders, long from, long until, CancellationToken cancellationToken)
    {
        for (long message = index; ; message += senders)
        {
            long due = from + (long)(message * (Clock.Second / rate));
            if (due >= until || !Await(sender, due, cancellationToken))
            {
                return;
            }

            _ = sender.SendAsync(due);
        }
    }

    private bool Await(MessageSender sender, long due, CancellationToken cancellationToken)
    {
        for (long left = due - Clock.Now; left > 0; left = due - Clock.Now)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            Sleep(Math.Min(left, 100 * Pause));
        }

        if (sender.Unanswered >= MostUnanswered)
        {
            Interlocked.Increment(ref _heldUp);
            while (sender.Unanswered >= MostUnanswered && !cancellationToken.IsCancellationRequested)
            {
                Sleep(Pause);
            }
        }

        return !cancellationToken.IsCancellationRequested;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
