namespace Messenger.Load.Server;

/// <summary>What a process has used.</summary>
/// <param name="CpuSeconds">CPU time since it started, of all its threads.</param>
/// <param name="ResidentBytes">Memory that it has now.</param>
internal readonly record struct ProcessSample(double CpuSeconds, long ResidentBytes);
