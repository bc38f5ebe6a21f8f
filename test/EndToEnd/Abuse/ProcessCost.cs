using System.Globalization;

namespace Messenger.EndToEnd.Abuse;

/// <summary>What a process costs the machine at a moment.</summary>
internal readonly record struct ProcessCost(long Bytes, int Handles)
{
    public static ProcessCost Of(HostProcess process)
    {
        string resident = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        long kibibytes = long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        return new ProcessCost(kibibytes << 10, Directory.GetFileSystemEntries($"/proc/{process.Id}/fd").Length);
    }

    public override string ToString() => $"{Bytes >> 20} MiB, {Handles} handles";
}
