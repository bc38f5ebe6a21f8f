namespace Messenger.EndToEnd.Fixtures;

/// <summary>What tests ask of the log of a program.</summary>
internal static class ProcessLog
{
    public static string[] LinesWith(this HostProcess process, string text) =>
        [.. process.Log.Where(line => line.Contains(text, StringComparison.Ordinal))];

    /// <summary>Waits until so many lines with a text are there.</summary>
    public static Task UntilLoggedAsync(this HostProcess process, string text, int times = 1) =>
        Patience.Until(() => process.LinesWith(text).Length >= times, $"'{text}' in the log, {times} times");

    /// <summary>Waits until a client has opened its stream so many times.</summary>
    public static Task UntilStreamIsOpenAsync(this HostProcess client, int times = 1) => client.UntilLoggedAsync(" is open.", times);

    /// <summary>Stops it as an operator does, and expects that it ends well, with no failure in its whole log.</summary>
    public static async Task StopsWellAsync(this HostProcess process)
    {
        process.Terminate();
        Assert.AreEqual(0, await process.ExitCodeAsync());
        Assert.IsEmpty(process.LinesWith(" fail: "));
        Assert.IsEmpty(process.LinesWith(" crit: "));
        Assert.IsEmpty(process.Errors);
    }
}
