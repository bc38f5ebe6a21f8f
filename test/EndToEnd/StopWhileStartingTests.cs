namespace Messenger.EndToEnd;

[TestClass]
public sealed class StopWhileStartingTests
{
    private const int Attempts = 12;
    private const int SigTermExit = 128 + 15;

    // The moments reach from before the program handles signals, when the system ends it, to after it listens.
    [TestMethod]
    [DataRow("ServerHost", "MESSENGER_SERVER_PORT")]
    [DataRow("ClientHost", "MESSENGER_HTTP_PORT")]
    public async Task Program_ThatIsStoppedWhileItStarts_ExitsWithoutAnError(string program, string variable)
    {
        for (int i = 0; i < Attempts; i++)
        {
            await using HostProcess process = HostProcess.Start(program, new Dictionary<string, string> { [variable] = "0" });
            await Task.Delay(TimeSpan.FromMilliseconds(50 + (i * 25)));

            process.Terminate();

            Assert.Contains(await process.ExitCodeAsync(), new[] { 0, SigTermExit });
            Assert.IsEmpty(process.Errors);
        }
    }
}
