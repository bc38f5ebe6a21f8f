namespace Messenger.Journal.Tests;

/// <summary>A journal whose process is killed in the midst of load has everything that was acknowledged, once and in order, and what is sent again once, too.</summary>
[TestClass]
public sealed class CrashTests : StoreTests<SqliteStore>
{
    [TestMethod]
    public async Task Kill_InTheMidstOfLoadFiftyTimes_LosesNothingThatWasAcknowledgedAndKeepsRetriesOnce()
    {
        var crashes = new CrashScenario(Store.Path, acknowledgesEarly: false, Seed.Next());

        for (int round = 0; round < 50 && crashes.Violations.Count == 0; round++)
        {
            await crashes.CrashAsync();
        }

        await crashes.CheckAllAsync();
        Console.WriteLine(crashes.Summary);
        Assert.IsEmpty(crashes.Violations);
        Assert.IsGreaterThan(50 * 10, crashes.Acknowledged, "So little was acknowledged that this run shows nothing.");
    }

    [TestMethod]
    public async Task Kill_WhereWhatIsSentAgainHasNoKey_IsCaught()
    {
        var crashes = new CrashScenario(Store.Path, acknowledgesEarly: false, Seed.Next()) { RetriesWithKeys = false };

        for (int round = 0; round < 50 && crashes.Violations.Count == 0; round++)
        {
            await crashes.CrashAsync();
            await crashes.CheckAllAsync();
        }

        Console.WriteLine(crashes.Summary);
        Assert.IsNotEmpty(crashes.Violations);
    }

    [TestMethod]
    public async Task Kill_OfOneThatAcknowledgesEarly_IsCaught()
    {
        var crashes = new CrashScenario(Store.Path, acknowledgesEarly: true, Seed.Next());

        for (int round = 0; round < 50 && crashes.Violations.Count == 0; round++)
        {
            await crashes.CrashAsync();
            await crashes.CheckAllAsync();
        }

        Console.WriteLine(crashes.Summary);
        Assert.Contains("is lost", string.Join('\n', crashes.Violations));
    }
}
