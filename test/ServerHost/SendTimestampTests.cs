namespace Messenger.ServerHost.Tests;

[TestClass]
public sealed class SendTimestampTests
{
    [TestMethod]
    [DataRow(1, "1970-01-01T00:00:00.000000001Z")]
    [DataRow(1_758_365_922_665_193_557, "2025-09-20T10:58:42.665193557Z")]
    [DataRow(1_000_000_000, "1970-01-01T00:00:01.000000000Z")]
    [DataRow(99, "1970-01-01T00:00:00.000000099Z")]
    [DataRow(long.MaxValue, "2262-04-11T23:47:16.854775807Z")]
    public void Format_HasNineDigits_AndIsReadBack(long sendTime, string text)
    {
        Assert.AreEqual(text, SendTimestamp.Format(sendTime));
        Assert.IsTrue(SendTimestamp.TryParse(text, out long read));
        Assert.AreEqual(sendTime, read);
    }

    [TestMethod]
    [DataRow("1969-12-31T23:59:59.999999999Z", -1)]
    [DataRow("0001-01-01T00:00:00.000000000Z", long.MinValue)]
    [DataRow("9999-12-31T23:59:59.999999999Z", long.MaxValue)]
    public void TryParse_OfATimeThatNoMessageHas_IsThatTimeOrTheEndOfALong(string text, long expected)
    {
        Assert.IsTrue(SendTimestamp.TryParse(text, out long read));
        Assert.AreEqual(expected, read);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("Z")]
    [DataRow("now")]
    [DataRow("1758365922665193557")]
    [DataRow("2025-09-20T10:58:42Z")]
    [DataRow("2025-09-20T10:58:42.665193Z")]
    [DataRow("2025-09-20T10:58:42.6651935570Z")]
    [DataRow("2025-09-20T10:58:42.665193557")]
    [DataRow("2025-09-20T10:58:42.665193557+00:00")]
    [DataRow("2025-09-20 10:58:42.665193557Z")]
    [DataRow("2025-02-30T10:58:42.665193557Z")]
    [DataRow("2025-09-20T24:58:42.665193557Z")]
    [DataRow("2025-09-20T10:58:42.66519355xZ")]
    [DataRow("2025-09-20T10:58:42.6651935٧٧Z")]
    [DataRow(" 025-09-20T10:58:42.665193557Z")]
    public void TryParse_OfAnythingElse_Fails(string text) => Assert.IsFalse(SendTimestamp.TryParse(text, out _));
}
