using System.Globalization;

namespace Messenger.Load.Server;

/// <summary>A process of this machine, as Linux shows it in /proc.</summary>
internal sealed class ServerProcess
{
    // USER_HZ is 100 on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    private readonly string _folder;

    private ServerProcess(int id)
    {
        Id = id;
        _folder = $"/proc/{id}";
    }

    public int Id { get; }

    /// <summary>The process with an id; null if there is none, or it cannot be looked at.</summary>
    public static ServerProcess? Find(int id)
    {
        var process = new ServerProcess(id);
        return process.TrySample() is null ? null : process;
    }

    /// <summary>The CPU time it has used and the memory it has now; null when it is gone.</summary>
    public ProcessSample? TrySample()
    {
        try
        {
            // The name in parentheses may hold anything. Behind it, from the state on, the 12th and 13th fields are the times.
            string stat = File.ReadAllText($"{_folder}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            double ticks = Number(fields[11]) + Number(fields[12]);
            string resident = File.ReadAllText($"{_folder}/statm").Split(' ')[1];
            return new ProcessSample(ticks / TicksPerSecond, Number(resident) * Environment.SystemPageSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}
