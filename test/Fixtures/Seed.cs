namespace Messenger.Fixtures;

/// <summary>The seed of a test's random choices: printed, and set again by the environment variable MESSENGER_TEST_SEED.</summary>
public static class Seed
{
    public static int Next()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("MESSENGER_TEST_SEED"), out int given) ? given : Random.Shared.Next();
        Console.WriteLine($"MESSENGER_TEST_SEED={seed}");
        return seed;
    }
}
