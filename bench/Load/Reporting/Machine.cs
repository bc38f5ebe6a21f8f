using System.Runtime.InteropServices;

namespace Messenger.Load.Reporting;

/// <summary>Where the generator ran.</summary>
internal sealed record Machine(string Name, string System, string Runtime, int Cores)
{
    public static Machine This { get; } = new(
        Environment.MachineName, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, Environment.ProcessorCount);
}
