namespace Messenger.Stress;

/// <summary>The place in a twin where a lock is missing: stays there long enough for others to come between.</summary>
internal static class RacyMoment
{
    private const int LongestSpin = 2_000;

    public static void Pass()
    {
        Thread.Yield();
        Thread.SpinWait(Random.Shared.Next(LongestSpin));
    }
}
