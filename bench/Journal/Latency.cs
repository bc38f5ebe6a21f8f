using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Messenger.Journal;
using Microsoft.Win32.SafeHandles;

namespace Messenger.JournalFigures;

/// <summary>
/// How long a lone sender waits until its message is kept, beside how long the disk takes to write a page at the end of a file and sync it. They
/// take turns, so that both meet the same disk.
/// </summary>
internal static partial class Latency
{
    private const int WarmUp = 500;
    private const int Samples = 5_000;
    private static readonly string Text = new('x', 100);
    private static readonly byte[] Page = new byte[4096];

    public static async Task PrintAsync(string folder)
    {
        await using IJournal journal = await OpenJournal.CreateAsync(folder);
        using SafeFileHandle file = File.OpenHandle(Path.Combine(folder, "pages"), FileMode.Create, FileAccess.Write);
        List<double> sends = [];
        List<double> dataSyncs = [];
        List<double> syncs = [];
        long length = 0;
        for (int i = 0; i < WarmUp + Samples; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await journal.AppendAsync(OpenJournal.Room, "author", Text);
            sends.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);

            RandomAccess.Write(file, Page, length++ * Page.Length);
            start = Stopwatch.GetTimestamp();
            Check(SyncData(file));
            dataSyncs.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);

            RandomAccess.Write(file, Page, length++ * Page.Length);
            start = Stopwatch.GetTimestamp();
            Check(Sync(file));
            syncs.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        Console.WriteLine($"| µs, of {Samples:N0} one after the other | p50 | p99 |");
        Console.WriteLine("| --- | ---: | ---: |");
        Print("a lone send", sends);
        Print("fdatasync of 4 KiB that were appended to a file", dataSyncs);
        Print("fsync of the same, which is what SQLite calls", syncs);
    }

    private static void Print(string name, List<double> samples)
    {
        double[] sorted = [.. samples.Skip(WarmUp).Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {sorted[sorted.Length / 2]:N0} | {sorted[sorted.Length * 99 / 100]:N0} |"));
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new IOException($"The file cannot be synced: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int SyncData(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);
}
