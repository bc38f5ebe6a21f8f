using Messenger.JournalFigures;

// What the journal on this disk does: appends a second by so many concurrent senders, and how long a lone send takes, beside what the disk
// needs to sync a page. The folder to measure in is the argument; by default, the one for temporary files.
DirectoryInfo folder = Directory.CreateDirectory(
    Path.Combine(args is [var given, ..] ? Path.GetFullPath(given) : Path.GetTempPath(), $"messenger-figures-{Environment.ProcessId}"));
try
{
    Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, in {folder.FullName}");
    Console.WriteLine();
    await Throughput.PrintAsync(folder.FullName);
    Console.WriteLine();
    await Latency.PrintAsync(folder.FullName);
}
finally
{
    folder.Delete(recursive: true);
}
