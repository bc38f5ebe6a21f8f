namespace Messenger.Journal.Tests;

[TestClass]
public sealed class JournalEntryTests
{
    [TestMethod]
    public void Size_CountsBothStringsAsTheyStandInMemory()
    {
        int ofEmpty = new JournalEntry("room", 1, 1, "", "").Size;

        int size = new JournalEntry("room", 1, 1, "abc", "щы").Size;

        Assert.AreEqual(ofEmpty + 10, size);
        Assert.IsPositive(ofEmpty);
    }

    [TestMethod]
    public void Options_UnlessSet_AreTheDocumentedOnes()
    {
        var options = new JournalOptions();

        Assert.AreEqual((512, 1 << 20), (options.GroupEntries, options.GroupBytes));
        Assert.AreEqual((16_384, 64 << 20), (options.WaitingEntries, options.WaitingBytes));
        Assert.AreEqual((500, 1 << 20), (options.PageEntries, options.PageBytes));
    }
}
