using Messenger.ClientHost.Terminal;

namespace Messenger.ClientHost.Tests.Terminal;

[TestClass]
public sealed class CellWidthTests
{
    [TestMethod]
    [DataRow("", 0)]
    [DataRow("abc", 3)]
    [DataRow("Привет…␛", 8)]
    [DataRow("日本語", 6)]
    [DataRow("한글", 4)]
    [DataRow("ＡＢ", 4)]
    [DataRow("ｱｲ", 2)]
    [DataRow("e\u0301", 1)]
    [DataRow("👍", 2)]
    [DataRow("👍🏽", 2)]
    [DataRow("❤️", 2)]
    [DataRow("❤", 1)]
    [DataRow("🇩🇪", 2)]
    [DataRow("\u200B", 0)]
    public void Of_AText_CountsCells(string text, int cells)
    {
        Assert.AreEqual(cells, CellWidth.Of(text));
    }
}
