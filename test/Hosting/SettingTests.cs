using System.CommandLine;

namespace Messenger.Hosting.Tests;

/// <summary>Where a setting's value comes from.</summary>
[TestClass]
public sealed class SettingTests
{
    private static readonly Option<int> Port = Setting.Port("MESSENGER_TEST_PORT", "Port to listen on", 51075);

    [TestMethod]
    public void Setting_ThatIsNowhereSet_IsTheFallback() => Assert.AreEqual(51075, Read(Port, null));

    [TestMethod]
    public void Setting_InTheEnvironment_IsThat() => Assert.AreEqual(7001, Read(Port, "7001"));

    [TestMethod]
    public void Setting_ThatIsEmptyInTheEnvironment_IsTheFallback() => Assert.AreEqual(51075, Read(Port, ""));

    [TestMethod]
    public void Setting_OnTheCommandLine_IsThat() => Assert.AreEqual(7002, Read(Port, null, "--test-port", "7002"));

    [TestMethod]
    public void Setting_OnTheCommandLineWithAnEqualsSign_IsThat() => Assert.AreEqual(7002, Read(Port, null, "--test-port=7002"));

    [TestMethod]
    public void Setting_InBoth_IsTheOneOnTheCommandLine() => Assert.AreEqual(7002, Read(Port, "7001", "--test-port", "7002"));

    [TestMethod]
    public void Setting_OnTheCommandLine_OutranksEvenAWrongOneInTheEnvironment() =>
        Assert.AreEqual(7002, Read(Port, "wrong", "--test-port", "7002"));

    [TestMethod]
    public void Setting_OfAnyType_IsWhatItsReaderMakesOfTheText()
    {
        Option<TimeSpan> option = Setting.Of(
            "MESSENGER_TEST_WAIT", "How long to wait", "a time span", TimeSpan.Zero, (string text, out TimeSpan value) => TimeSpan.TryParse(text, out value));

        Assert.AreEqual(TimeSpan.FromMinutes(90), Read(option, null, "--test-wait", "01:30:00"));
    }

    [TestMethod]
    public void OneOf_ThatIsNowhereSet_IsTheFirstWord()
    {
        Option<string> option = Setting.OneOf("MESSENGER_TEST_STORE", "Where to keep it", "memory", "disk");

        Assert.AreEqual("memory", Read(option, null));
        Assert.AreEqual("disk", Read(option, null, "--test-store", "disk"));
        Assert.AreEqual("disk", Read(option, "disk"));
    }

    [TestMethod]
    public void Setting_InTheHelp_NamesItsVariable()
    {
        Assert.Contains("Port to listen on", Port.Description!);
        Assert.Contains("MESSENGER_TEST_PORT", Port.Description!);
    }

    private static T Read<T>(Option<T> option, string? environment, params string[] arguments)
    {
        using var variable = new Variable("MESSENGER_" + option.Name[2..].ToUpperInvariant().Replace('-', '_'), environment);
        ParseResult result = new RootCommand { option }.Parse(arguments);
        Assert.IsEmpty(result.Errors);
        return result.GetValue(option)!;
    }
}
