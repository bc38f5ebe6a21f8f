using Messenger.ClientHost.Terminal;

namespace Messenger.ClientHost.Tests.Terminal;

[TestClass]
public sealed class LineEditorTests
{
    private readonly LineEditor _editor = new();

    [TestMethod]
    public void Apply_Characters_PutsThemAtTheCursor()
    {
        Type("Првет");
        Press(ConsoleKey.Home, ConsoleKey.RightArrow, ConsoleKey.RightArrow);
        Type("и");

        Assert.AreEqual("Привет", _editor.Text);
    }

    [TestMethod]
    [DataRow("ab", "a")]
    [DataRow("日本", "日")]
    [DataRow("a👍🏽", "a")]
    [DataRow("ae\u0301", "a")]
    [DataRow("a👩‍👩‍👧", "a")]
    [DataRow("", "")]
    public void Backspace_BehindACharacter_RemovesAllOfIt(string text, string left)
    {
        Type(text);

        Press(ConsoleKey.Backspace);

        Assert.AreEqual(left, _editor.Text);
    }

    [TestMethod]
    public void Delete_BeforeACharacter_RemovesAllOfIt()
    {
        Type("a👍🏽b");
        Press(ConsoleKey.LeftArrow, ConsoleKey.LeftArrow, ConsoleKey.Delete);

        Assert.AreEqual("ab", _editor.Text);
    }

    [TestMethod]
    [DataRow(ConsoleKey.U, "ree")]
    [DataRow(ConsoleKey.K, "one two th")]
    [DataRow(ConsoleKey.W, "one two ree")]
    [DataRow(ConsoleKey.D, "one two thee")]
    [DataRow(ConsoleKey.A, "one two three")]
    public void Apply_AKeyWithControl_EditsAsShellsDo(ConsoleKey key, string left)
    {
        Type("one two three");
        Press(ConsoleKey.LeftArrow, ConsoleKey.LeftArrow, ConsoleKey.LeftArrow);

        _editor.Apply(new ConsoleKeyInfo('\0', key, shift: false, alt: false, control: true));

        Assert.AreEqual(left, _editor.Text);
    }

    [TestMethod]
    public void Apply_WhatStandsForNothing_ChangesNothing()
    {
        Type("a");

        foreach (char control in "\e\t\a\u009B")
        {
            _editor.Apply(new ConsoleKeyInfo(control, default, shift: false, alt: false, control: false));
        }

        Press(ConsoleKey.F5, ConsoleKey.UpArrow, ConsoleKey.Insert, ConsoleKey.RightArrow);
        Assert.AreEqual("a", _editor.Text);
    }

    [TestMethod]
    public void Apply_BeyondTheLongestLine_TakesNoMore()
    {
        Type(new string('a', LineEditor.MaxLength + 1));

        Assert.AreEqual(LineEditor.MaxLength, _editor.Text.Length);
    }

    [TestMethod]
    public void View_OfALineThatFits_ShowsAllOfIt()
    {
        Type("日本 a");
        Press(ConsoleKey.LeftArrow);

        (TextRun seen, int column) = _editor.View(7);

        Assert.AreEqual("日本 a", seen.Text);
        Assert.AreEqual(5, column);
    }

    [TestMethod]
    public void View_WhereverTheCursorIs_FitsAndHasIt()
    {
        var random = new Random(Seed.Next());
        string[] characters = ["a", "ж", "日", "👍🏽", "e\u0301", " "];
        for (int i = 0; i < 200; i++)
        {
            Type(characters[random.Next(characters.Length)]);
            Press(random.Next(2) == 0 ? ConsoleKey.LeftArrow : ConsoleKey.End);
            int width = random.Next(3, 60);

            (TextRun seen, int column) = _editor.View(width);

            Assert.IsLessThan(width, CellWidth.Of(seen.Text));
            Assert.IsLessThan(width, column);
            Assert.IsGreaterThanOrEqualTo(0, column);
            Assert.Contains(seen.Text, _editor.Text);
        }
    }

    [TestMethod]
    public void View_OfControlCharacters_ShowsThem()
    {
        Type("a\u202Eb");

        (TextRun seen, int column) = _editor.View(20);

        Assert.AreEqual(@"a\u202Eb", seen.Text);
        Assert.AreEqual(8, column);
    }

    [TestMethod]
    public void Clear_OfALine_BeginsANewOne()
    {
        Type("abc");

        _editor.Clear();
        Type("d");

        Assert.AreEqual("d", _editor.Text);
    }

    // As a console gives them: one UTF-16 unit a key.
    private void Type(string text)
    {
        foreach (char character in text)
        {
            _editor.Apply(new ConsoleKeyInfo(character, default, shift: false, alt: false, control: false));
        }
    }

    private void Press(params ConsoleKey[] keys)
    {
        foreach (ConsoleKey key in keys)
        {
            _editor.Apply(new ConsoleKeyInfo('\0', key, shift: false, alt: false, control: false));
        }
    }
}
