namespace Messenger.Stress;

/// <summary>How much a scenario does: seconds on two cores, or as many times more as MESSENGER_STRESS_FACTOR says.</summary>
internal static class Work
{
    private static readonly int Factor =
        int.TryParse(Environment.GetEnvironmentVariable("MESSENGER_STRESS_FACTOR"), out int given) && given > 0 ? given : 1;

    public static int Times(int count) => count * Factor;

    /// <summary>The random choices of one of a scenario's actors: with the same seed, the same ones for the same actor.</summary>
    public static Random Choices(int seed, int actor) => new(unchecked((seed * 31) + actor));
}
