using Messenger.ClientHost.Terminal;

namespace Messenger.ClientHost.Tests.Terminal;

[TestClass]
public sealed class ScreenLayoutTests
{
    private readonly LineEditor _editor = new();

    [TestMethod]
    public void Compose_WithRoom_ShowsEverythingFromTheTop()
    {
        foreach (char character in "half")
        {
            _editor.Apply(new ConsoleKeyInfo(character, default, shift: false, alt: false, control: false));
        }

        ScreenFrame frame = ScreenLayout.Compose(Page(2), [new Line("said")], "ask:", _editor, 40, 20, 0);

        Assert.AreEqual("heading|line 1|line 2||said||ask:|> half", Text(frame));
        Assert.AreEqual(7, frame.CursorRow);
        Assert.AreEqual(6, frame.CursorColumn);
    }

    [TestMethod]
    public void Compose_WithoutRoom_ShowsTheEndUnderTheHeading()
    {
        ScreenFrame frame = ScreenLayout.Compose(Page(100), [], "ask:", _editor, 40, 7, 0);

        Assert.AreEqual("heading|line 98|line 99|line 100||ask:|> ", Text(frame));
    }

    [TestMethod]
    public void Compose_ScrolledBack_ShowsWhatIsBeforeAndHowMuchIsBelow()
    {
        ScreenFrame frame = ScreenLayout.Compose(Page(100), [], "ask:", _editor, 40, 7, 60);

        Assert.AreEqual("heading|line 39|line 40|↓ 60||ask:|> ", Text(frame));
    }

    [TestMethod]
    public void Compose_OnANarrowScreen_WrapsWhatIsLonger()
    {
        ScreenFrame frame = ScreenLayout.Compose(
            new Page(new Line("heading one"), [new Line("one two three")]), [], "ask for it:", _editor, 8, 20, 0);

        Assert.AreEqual("heading|one|one two|three||ask for|it:|> ", Text(frame));
    }

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(1, 1)]
    [DataRow(3, 40)]
    [DataRow(200, 2)]
    public void Compose_OnAnyScreen_HasALineToTypeOn(int width, int height)
    {
        ScreenFrame frame = ScreenLayout.Compose(Page(100), [new Line("said")], "ask:", _editor, width, height, 7);

        Assert.AreEqual("> ", frame.Rows[^1].ToString());
        Assert.AreEqual(frame.Rows.Count - 1, frame.CursorRow);
    }

    [TestMethod]
    public void Compose_OfAnySize_FitsIt()
    {
        for (int height = 6; height < 30; height++)
        {
            ScreenFrame frame = ScreenLayout.Compose(Page(50), [new Line("said")], "ask:", _editor, 20, height, height % 3);

            Assert.HasCount(height, frame.Rows);
        }
    }

    private static Page Page(int lines) =>
        new(new Line("heading"), [.. Enumerable.Range(1, lines).Select(number => new Line($"line {number}"))]);

    private static string Text(ScreenFrame frame) => string.Join('|', frame.Rows);
}
