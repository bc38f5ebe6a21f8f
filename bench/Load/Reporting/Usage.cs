namespace Messenger.Load.Reporting;

/// <summary>What a process used while it was measured.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="CpuPercent">CPU, 100 for one core.</param>
/// <param name="CpuMicrosecondsPerDelivery">The same for each delivery.</param>
/// <param name="ResidentBytes">Its memory at the end.</param>
/// <param name="HighestResidentBytes">The most it had, as far as it was looked at.</param>
internal sealed record Usage(int Pid, double CpuPercent, double CpuMicrosecondsPerDelivery, long ResidentBytes, long HighestResidentBytes);
