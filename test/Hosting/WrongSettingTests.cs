using System.CommandLine;

namespace Messenger.Hosting.Tests;

/// <summary>A wrong value stops the start with one sentence that names the setting, the value and what is allowed.</summary>
[TestClass]
[DoNotParallelize]
public sealed class WrongSettingTests
{
    [TestMethod]
    [DataRow("0")]
    [DataRow("6")]
    [DataRow("-1")]
    [DataRow("+3")]
    [DataRow("3.0")]
    [DataRow("1e0")]
    [DataRow(" 3")]
    [DataRow("0x3")]
    [DataRow("٣")]
    [DataRow("three")]
    [DataRow("99999999999999999999")]
    public async Task Number_ThatIsWrongInTheEnvironment_IsSaidInOneSentence(string text)
    {
        using var variable = new Variable("MESSENGER_TEST_NUMBER", text);

        string[] lines = await RunAsync(Number());

        Assert.AreSequenceEqual([$"MESSENGER_TEST_NUMBER is '{text}': a whole number from 1 to 5 is allowed."], lines);
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("6")]
    [DataRow("-1")]
    [DataRow("")]
    [DataRow("three")]
    public async Task Number_ThatIsWrongOnTheCommandLine_IsSaidInOneSentence(string text)
    {
        string[] lines = await RunAsync(Number(), "--test-number", text);

        Assert.AreSequenceEqual([$"--test-number is '{text}': a whole number from 1 to 5 is allowed."], lines);
    }

    [TestMethod]
    [DataRow("1", 1)]
    [DataRow("5", 5)]
    [DataRow("03", 3)]
    public void Number_AtItsBounds_IsAllowed(string text, int expected)
    {
        Option<int> number = Number();

        ParseResult result = new RootCommand { number }.Parse(["--test-number", text]);

        Assert.IsEmpty(result.Errors);
        Assert.AreEqual(expected, result.GetValue(number));
    }

    [TestMethod]
    [DataRow("0", true)]
    [DataRow("65535", true)]
    [DataRow("65536", false)]
    [DataRow("-1", false)]
    public void Port_IsFromZeroTo65535(string text, bool allowed)
    {
        Option<int> port = Setting.Port("MESSENGER_TEST_PORT", "Port", 1);

        ParseResult result = new RootCommand { port }.Parse([$"--test-port={text}"]);

        Assert.AreEqual(allowed, result.Errors.Count == 0);
    }

    [TestMethod]
    [DataRow("tape")]
    [DataRow("Memory")]
    [DataRow("memory ")]
    public async Task OneOf_ThatIsNoneOfThem_IsSaidInOneSentence(string text)
    {
        using var variable = new Variable("MESSENGER_TEST_STORE", text);

        string[] lines = await RunAsync(Setting.OneOf("MESSENGER_TEST_STORE", "Where to keep it", "memory", "disk"));

        Assert.AreSequenceEqual([$"MESSENGER_TEST_STORE is '{text}': 'memory' or 'disk' is allowed."], lines);
    }

    [TestMethod]
    public async Task Settings_OfWhichSeveralAreWrong_AreSaidInASentenceEach()
    {
        using var variable = new Variable("MESSENGER_TEST_NUMBER", "9");
        Option<string> store = Setting.OneOf("MESSENGER_TEST_STORE", "Where to keep it", "memory");

        string[] lines = await RunAsync([Number(), store], "--test-store", "tape");

        Assert.AreSequenceEqual(
            [
                "--test-store is 'tape': 'memory' is allowed.",
                "MESSENGER_TEST_NUMBER is '9': a whole number from 1 to 5 is allowed.",
            ],
            lines.Order());
    }

    [TestMethod]
    [DataRow("--test-number")]
    [DataRow("--test-number=")]
    [DataRow("--test-number", "1", "--test-number", "2")]
    public async Task Setting_WithoutAValueOrWithTwo_IsSaidInOneSentence(params string[] arguments)
    {
        string[] lines = await RunAsync(Number(), arguments);

        Assert.Contains("--test-number", Assert.ContainsSingle(lines));
    }

    private static Option<int> Number() => Setting.Number("MESSENGER_TEST_NUMBER", "A number", 1, 5, 2);

    private static Task<string[]> RunAsync(Option option, params string[] arguments) => RunAsync([option], arguments);

    private static async Task<string[]> RunAsync(Option[] options, params string[] arguments)
    {
        bool ran = false;
        var command = new RootCommand();
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(_ => ran = true);
        using var errors = new ErrorOutput();

        int exitCode = await MessengerCommand.RunAsync(command, arguments).Within();

        Assert.AreEqual(MessengerCommand.StartFailed, exitCode);
        Assert.IsFalse(ran, "The program started all the same.");
        return errors.Lines;
    }
}
