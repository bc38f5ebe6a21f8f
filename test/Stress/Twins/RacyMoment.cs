namespace Messenger.Stress;

/// <summary>The place in a twin where a lock is missing: stays there long enough for others to come between.</summary>
internal static class RacyMoment
{
    private const int LongestSpin = 2_000;

    public static void Pass()
    {
        if (Random.Shared.Next(8) == 0)
        {
            // Now and then the thread is taken away, as on a machine with much to do.
            Thread.Sleep(1);
        }

        Thread.SpinWait(Random.Shared.Next(LongestSpin));
    }
}
