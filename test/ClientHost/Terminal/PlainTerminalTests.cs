using Messenger.ClientHost.Terminal;

namespace Messenger.ClientHost.Tests.Terminal;

[TestClass]
public sealed class PlainTerminalTests
{
    [TestMethod]
    public async Task ReadLine_OfAnInput_ReadsItLineByLineToItsEnd()
    {
        using var output = new StringWriter();
        var terminal = new PlainTerminal(new StringReader("раз\r\n\nдва"), output);

        Assert.AreEqual("раз", await terminal.ReadLineAsync("ask:", CancellationToken.None).Within());
        Assert.AreEqual("", await terminal.ReadLineAsync(null, CancellationToken.None).Within());
        Assert.AreEqual("два", await terminal.ReadLineAsync(null, CancellationToken.None).Within());
        Assert.IsNull(await terminal.ReadLineAsync(null, CancellationToken.None).Within());
        Assert.IsNull(await terminal.ReadLineAsync(null, CancellationToken.None).Within());
        Assert.AreEqual($"ask:{Environment.NewLine}", output.ToString());
    }

    [TestMethod]
    public void Show_OfAPage_WritesPlainLines()
    {
        using var output = new StringWriter();
        var terminal = new PlainTerminal(TextReader.Null, output);

        terminal.Show(new Page(
            new Line("heading", TextRole.Heading),
            [new Line(new TextRun(new string('a', 500), TextRole.Author), new TextRun("\e[2J"))]));
        terminal.Say(new Line("said", TextRole.Warning));

        string[] lines = ["", "heading", new string('a', 500) + "␛[2J", "said", ""];
        Assert.AreEqual(string.Join(Environment.NewLine, lines), output.ToString());
    }

    [TestMethod]
    public async Task ReadLine_WhenItIsCancelled_LeavesTheInputToTheNext()
    {
        using var leaving = new CancellationTokenSource();
        using var input = new HeldReader();
        var terminal = new PlainTerminal(input, TextWriter.Null);
        Task<string?> reading = terminal.ReadLineAsync(null, leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => reading).Within();
        input.Release("late");
        Assert.AreEqual("late", await terminal.ReadLineAsync(null, CancellationToken.None).Within());
    }

    private sealed class HeldReader : TextReader
    {
        private readonly TaskCompletionSource<string> _line = new();

        public override string? ReadLine() => _line.Task.Result;

        public void Release(string line) => _line.SetResult(line);
    }
}
