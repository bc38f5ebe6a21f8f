namespace Messenger.Load.Tests;

[TestClass]
public sealed class MarkTests
{
    private const uint Run = 0xdeadbeef;

    [TestMethod]
    [DataRow(0, 0, Mark.Length)]
    [DataRow(3, 1_234_567, 100)]
    [DataRow(1000, int.MaxValue, 4096)]
    public void TryRead_OfWhatWasWritten_ReadsIt(int sender, int number, int size)
    {
        string text = Mark.Write(Run, sender, number, size);

        Assert.HasCount(size, text);
        Assert.IsTrue(Mark.TryRead(text, Run, out int readSender, out int readNumber));
        Assert.AreEqual((sender, number), (readSender, readNumber));
        Assert.IsTrue(Mark.IsWhole(text, size));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("Hello")]
    [DataRow("load-deadbee")]
    [DataRow("load-deadbeee-0001-00000001")]
    [DataRow("Load-deadbeef-0001-00000001")]
    public void TryRead_OfAnotherText_SaysNo(string text)
    {
        Assert.IsFalse(Mark.TryRead(text, Run, out _, out _));
    }

    [TestMethod]
    [DataRow("load-deadbeef-0001-0000000")]
    [DataRow("load-deadbeef-0001-0000000g")]
    [DataRow("load-deadbeef-0001-FFFFFFFF")]
    public void TryRead_OfADamagedNumber_SaysYesAndKnowsNoNumber(string text)
    {
        Assert.IsTrue(Mark.TryRead(text, Run, out _, out int number));
        Assert.AreEqual(-1, number);
    }

    [TestMethod]
    [DataRow("load-deadbeef-0001-00000001xx")]
    [DataRow("load-deadbeef-0001-00000001xxxx")]
    [DataRow("load-deadbeef-0001-00000001xyx")]
    [DataRow("load-deadbeef+0001-00000001xxx")]
    public void IsWhole_OfAChangedText_SaysNo(string text)
    {
        Assert.IsFalse(Mark.IsWhole(text, 30));
    }
}
