namespace Messenger.Grpc.Tests;

/// <summary>Metadata before it is sent.</summary>
[TestClass]
public sealed class MetadataTests
{
    [TestMethod]
    public void Key_InUpperCase_IsLowered()
    {
        var metadata = new Metadata { { "X-Trace_Id.1", "a" }, { "DATA-BIN", [1] } };

        CollectionAssert.AreEqual(new List<string> { "x-trace_id.1", "data-bin" }, metadata.Select(entry => entry.Key).ToArray());
        Assert.AreEqual("a", metadata.GetValue("x-TRACE_id.1"));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a b")]
    [DataRow(":path")]
    [DataRow("a:b")]
    [DataRow("größe")]
    [DataRow("a\n")]
    public void Key_WithOtherCharacters_Throws(string key) =>
        Assert.Throws<ArgumentException>(() => new MetadataEntry(key, "value"));

    [TestMethod]
    [DataRow("a\nb")]
    [DataRow("a\0")]
    [DataRow("ö")]
    [DataRow("\u007F")]
    public void Text_ThatIsNotPrintableAscii_Throws(string value) =>
        Assert.Throws<ArgumentException>(() => new MetadataEntry("key", value));

    [TestMethod]
    public void BinarySuffix_AndValue_MustFit()
    {
        Assert.Throws<ArgumentException>(() => new MetadataEntry("key-bin", "text"));
        Assert.Throws<ArgumentException>(() => new MetadataEntry("key", [1]));
    }

    [TestMethod]
    public void Binary_OnTheWire_HasNoPadding()
    {
        var entry = new MetadataEntry("key-bin", [0xFB, 0xFF]);

        Assert.AreEqual("+/8", entry.Value);
        CollectionAssert.AreEqual(new List<byte> { 0xFB, 0xFF }, entry.ValueBytes);
        Assert.IsTrue(entry.IsBinary);
    }

    [TestMethod]
    public void Get_OfARepeatedKey_IsTheLast_AndOfNoneIsNull()
    {
        var metadata = new Metadata { { "a", "1" }, { "a", "2" } };

        Assert.AreEqual("2", metadata.GetValue("a"));
        CollectionAssert.AreEqual("2"u8.ToArray(), metadata.GetValueBytes("a"));
        Assert.IsNull(metadata.GetValue("b"));
        Assert.IsNull(metadata.GetValueBytes("b"));
        Assert.AreEqual(2, metadata.Count);
    }
}
