using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Messenger.Load.Server;

/// <summary>Finds the process that listens on a port of this machine, as ss does: by the socket's inode.</summary>
internal static class ListeningProcess
{
    private const string Listening = "0A";

    /// <summary>Finds it.</summary>
    /// <param name="host">The server's host.</param>
    /// <param name="port">The server's port.</param>
    /// <returns>The process; or null, and why it was not found.</returns>
    public static async Task<(ServerProcess? Process, string Reason)> FindAsync(string host, int port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return (null, "only Linux shows processes in /proc");
        }

        if (!await IsLocalAsync(host))
        {
            return (null, $"{host} is not this machine");
        }

        HashSet<string> inodes = [.. Inodes("/proc/net/tcp", port), .. Inodes("/proc/net/tcp6", port)];
        if (inodes.Count == 0)
        {
            return (null, $"nothing listens on port {port} here");
        }

        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                && Owns(folder, inodes) && ServerProcess.Find(id) is { } process)
            {
                return (process, "");
            }
        }

        return (null, $"the process that listens on port {port} belongs to another user or container");
    }

    private static async Task<bool> IsLocalAsync(string host)
    {
        try
        {
            return (await Dns.GetHostAddressesAsync(host)).Any(IPAddress.IsLoopback);
        }
        catch (SocketException)
        {
            // Connecting to it will say so.
            return false;
        }
    }

    // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
    private static IEnumerable<string> Inodes(string table, int port)
    {
        string ending = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        return File.Exists(table)
            ? File.ReadLines(table)
                .Skip(1)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields[3] == Listening && fields[1].EndsWith(ending, StringComparison.Ordinal))
                .Select(fields => fields[9])
            : [];
    }

    private static bool Owns(string process, HashSet<string> inodes)
    {
        try
        {
            foreach (string file in Directory.EnumerateFiles($"{process}/fd"))
            {
                if (new FileInfo(file).LinkTarget is { } target && target.StartsWith("socket:[", StringComparison.Ordinal)
                    && inodes.Contains(target[8..^1]))
                {
                    return true;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or another user's.
        }

        return false;
    }
}
