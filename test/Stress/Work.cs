namespace Messenger.Stress;

/// <summary>How much a scenario does: seconds on two cores, or as many times more as MESSENGER_STRESS_FACTOR says.</summary>
internal static class Work
{
    private static readonly int Factor =
        int.TryParse(Environment.GetEnvironmentVariable("MESSENGER_STRESS_FACTOR"), out int given) && given > 0 ? given : 1;

    /// <summary>Whether this is the long suite.</summary>
    public static bool IsLong => Factor > 1;

    /// <summary>Runs a scenario again and again, each time with another seed, until it finds something or has done enough.</summary>
    public static async Task RepeatAsync(int times, Func<int, Task<Findings>> run)
    {
        int seed = Seed.Next();
        int last = seed + (times * Factor) - 1;
        for (; ; seed++)
        {
            Findings findings = await run(seed);
            Assert.IsFalse(findings.Any, $"With MESSENGER_TEST_SEED={seed}:{Environment.NewLine}{findings}");
            if (seed == last)
            {
                Console.WriteLine($"{times * Factor} rounds, with the seeds up to {last}. {findings.Summary}");
                return;
            }
        }
    }

    /// <summary>The random choices of one of a scenario's actors: with the same seed, the same ones for the same actor.</summary>
    public static Random Choices(int seed, int actor) => new(unchecked((seed * 31) + actor));
}
