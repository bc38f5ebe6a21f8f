namespace Messenger.Chaos;

/// <summary>How long faults last: some so short that hardly anybody notices, some longer than every patience of the server.</summary>
internal static class Hold
{
    public static Task AWhileAsync(Random choices) => Task.Delay(choices.Next(4) == 0 ? choices.Next(1_000, 2_500) : choices.Next(5, 500));
}
