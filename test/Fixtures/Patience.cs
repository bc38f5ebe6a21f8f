namespace Messenger.Fixtures;

/// <summary>Every wait of a test ends: far later than any machine needs, and long before anybody asks what hangs.</summary>
public static class Patience
{
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(30);

    public static Task Within(this Task task) => task.WaitAsync(Limit);

    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task Within(this ValueTask task) => task.AsTask().WaitAsync(Limit);

    public static Task<T> Within<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Limit);

    /// <summary>Waits for what no event tells: asks again and again until it holds.</summary>
    public static async Task Until(Func<bool> condition, string what)
    {
        DateTime end = DateTime.UtcNow + Limit;
        while (!condition())
        {
            Assert.IsTrue(DateTime.UtcNow < end, $"Waited in vain: {what}");
            await Task.Delay(10);
        }
    }
}
