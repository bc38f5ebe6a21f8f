using System.Diagnostics;
using System.Globalization;
using Messenger.Journal;

namespace Messenger.JournalFigures;

/// <summary>Appends a second by concurrent senders, each of which waits for its message to be kept before it sends the next.</summary>
internal static class Throughput
{
    private const int Runs = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(2);
    private static readonly string Text = new('x', 100);

    public static async Task PrintAsync(string folder)
    {
        Console.WriteLine($"| senders | appends/s (median of {Runs} runs) | lowest | highest |");
        Console.WriteLine("| ---: | ---: | ---: | ---: |");
        foreach (int senders in new[] { 1, 8, 64, 512 })
        {
            await using IJournal journal = await OpenJournal.CreateAsync(folder);
            await MeasureAsync(journal, senders, WarmUp);
            List<double> rates = [];
            for (int i = 0; i < Runs; i++)
            {
                rates.Add(await MeasureAsync(journal, senders, Run));
            }

            rates.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {senders} | {rates[Runs / 2]:N0} | {rates[0]:N0} | {rates[^1]:N0} |"));
        }
    }

    private static async Task<double> MeasureAsync(IJournal journal, int senders, TimeSpan duration)
    {
        long start = Stopwatch.GetTimestamp();
        long[] counts = await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(async () =>
        {
            long count = 0;
            for (; Stopwatch.GetElapsedTime(start) < duration; count++)
            {
                await journal.AppendAsync(OpenJournal.Room, "author", Text);
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
