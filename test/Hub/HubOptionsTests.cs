namespace Messenger.Hub.Tests;

[TestClass]
public sealed class HubOptionsTests
{
    [TestMethod]
    public void Options_UnlessSet_AreTheDocumentedOnes()
    {
        var options = new HubOptions();

        Assert.AreEqual(4096, options.QueueCapacity);
        Assert.AreEqual(1, options.FirstSequence);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    public void QueueCapacity_BelowOne_IsRefused(int capacity) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new HubOptions { QueueCapacity = capacity });

    [TestMethod]
    public void Hub_WithoutOptions_IsRefused() => Assert.ThrowsExactly<ArgumentNullException>(() => new Hub<int>(null!));
}
