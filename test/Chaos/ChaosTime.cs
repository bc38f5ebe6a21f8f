namespace Messenger.Chaos;

/// <summary>How long the runs take: seconds, or all of them together as many as MESSENGER_CHAOS_SECONDS says.</summary>
internal static class ChaosTime
{
    private static readonly int? Given =
        int.TryParse(Environment.GetEnvironmentVariable("MESSENGER_CHAOS_SECONDS"), out int given) && given > 0 ? given : null;

    /// <summary>How long one run takes.</summary>
    /// <param name="share">Its share of the long suite.</param>
    public static TimeSpan Of(double share) => TimeSpan.FromSeconds(Given is { } all ? all * share : 4);
}
