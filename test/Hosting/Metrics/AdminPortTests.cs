using System.CommandLine;
using System.Net;
using Messenger.Hosting.Metrics;

namespace Messenger.Hosting.Tests.Metrics;

/// <summary>What the setting of the admin port may be.</summary>
[TestClass]
public sealed class AdminPortTests
{
    [TestMethod]
    [DataRow("9464", "127.0.0.1:9464")]
    [DataRow("0", "127.0.0.1:0")]
    [DataRow("0.0.0.0:9464", "0.0.0.0:9464")]
    [DataRow("192.168.1.7:1", "192.168.1.7:1")]
    [DataRow("[::]:9464", "[::]:9464")]
    [DataRow("[::1]:65535", "[::1]:65535")]
    public void AdminPort_ThatIsAllowed_IsWhereToListen(string text, string expected)
    {
        ParseResult result = Parse(text);

        Assert.IsEmpty(result.Errors);
        Assert.AreEqual(IPEndPoint.Parse(expected), result.GetValue(AdminPort.Setting));
    }

    [TestMethod]
    public void AdminPort_ThatIsNotSet_IsNowhere() => Assert.IsNull(new RootCommand { AdminPort.Setting }.Parse([]).GetValue(AdminPort.Setting));

    [TestMethod]
    [DataRow("65536")]
    [DataRow("-1")]
    [DataRow(" 9464")]
    [DataRow("metrics")]
    [DataRow("localhost:9464")]
    [DataRow(":9464")]
    [DataRow("::1:9464")]
    [DataRow("[::1]")]
    [DataRow("[127.0.0.1]:9464")]
    [DataRow("127.1:9464")]
    [DataRow("0.0.0.0:")]
    [DataRow("0.0.0.0:http")]
    [DataRow("*:9464")]
    public void AdminPort_ThatIsNotAllowed_IsSaidInOneSentence(string text) => Assert.AreEqual(
        $"--admin-port is '{text}': a port, or an address and a port such as 0.0.0.0:9464 or [::]:9464, is allowed.",
        Parse(text).Errors.Single().Message);

    private static ParseResult Parse(string text) => new RootCommand { AdminPort.Setting }.Parse([$"--admin-port={text}"]);
}
