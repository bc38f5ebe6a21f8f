using System.CommandLine;

namespace Messenger.Hosting.Tests;

[TestClass]
[DoNotParallelize]
public sealed class MessengerCommandTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(7)]
    public async Task RunAsync_OfAProgramThatEnds_ReturnsItsExitCodeAndSaysNothing(int exitCode)
    {
        var command = new RootCommand();
        command.SetAction(_ => exitCode);
        using var errors = new ErrorOutput();

        int result = await MessengerCommand.RunAsync(command, []).Within();

        Assert.AreEqual(exitCode, result);
        Assert.IsEmpty(errors.Lines);
    }

    [TestMethod]
    public async Task RunAsync_WhenTheStartFails_SaysItsSentenceAndReturnsOne()
    {
        var command = new RootCommand();
        command.SetAction(async (_, _) =>
        {
            await Task.Yield();
            throw new StartFailedException("Port 51075 is taken.", new IOException("Of the test."));
        });
        using var errors = new ErrorOutput();

        int result = await MessengerCommand.RunAsync(command, []).Within();

        Assert.AreEqual(1, result);
        Assert.AreSequenceEqual(["Port 51075 is taken."], errors.Lines);
    }

    [TestMethod]
    public async Task RunAsync_WhenTheProgramFailsOtherwise_LetsTheExceptionThrough()
    {
        var command = new RootCommand();
        command.SetAction((Action<ParseResult>)(_ => throw new InvalidTimeZoneException("Of the test.")));

        await Assert.ThrowsExactlyAsync<InvalidTimeZoneException>(() => MessengerCommand.RunAsync(command, [])).Within();
    }

    [TestMethod]
    public async Task RunAsync_WithAnUnknownOption_SaysSoAndReturnsOne()
    {
        bool ran = false;
        var command = new RootCommand();
        command.SetAction(_ => ran = true);
        using var errors = new ErrorOutput();

        int result = await MessengerCommand.RunAsync(command, ["--nonsense"]).Within();

        Assert.AreEqual(1, result);
        Assert.Contains("--nonsense", Assert.ContainsSingle(errors.Lines));
        Assert.IsFalse(ran);
    }

    [TestMethod]
    public async Task RunAsync_OfASubcommand_RunsThat()
    {
        var health = new Command("health");
        health.SetAction(_ => 5);
        var command = new RootCommand { health };
        command.SetAction(_ => 6);

        int result = await MessengerCommand.RunAsync(command, ["health"]).Within();

        Assert.AreEqual(5, result);
    }

    [TestMethod]
    public async Task RunAsync_AskedForHelpWithAWrongSetting_HelpsAllTheSame()
    {
        using var variable = new Variable("MESSENGER_TEST_NUMBER", "wrong");
        var command = new RootCommand { Setting.Number("MESSENGER_TEST_NUMBER", "A number", 1, 5, 2) };
        command.SetAction(_ => 6);
        using var errors = new ErrorOutput();

        int result = await MessengerCommand.RunAsync(command, ["--help"]).Within();

        Assert.AreEqual(0, result);
        Assert.IsEmpty(errors.Lines);
    }
}
