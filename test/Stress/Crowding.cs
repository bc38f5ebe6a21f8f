namespace Messenger.Stress;

/// <summary>More threads than cores, so that the system stops them at places where the pool would not.</summary>
[TestClass]
public static class Crowding
{
    private const int Threads = 8;

    [AssemblyInitialize]
    public static void CrowdThePool(TestContext context)
    {
        ThreadPool.GetMinThreads(out int _, out int completionThreads);
        Assert.IsTrue(ThreadPool.SetMinThreads(Threads, completionThreads));
        context.WriteLine($"At least {Threads} threads in the pool.");
    }
}
