using System.Globalization;
using System.Text;
using Messenger.ClientHost.Terminal;

namespace Messenger.ClientHost.Tests.Terminal;

/// <summary>Texts and keys by chance.</summary>
[TestClass]
public sealed class TerminalFuzzTests
{
    [TestMethod]
    public void VisibleText_OfAnything_DrivesNoTerminalAndStaysAsItIs() => Fuzz.Try(5000, random =>
    {
        string text = random.Text(20);
        text = random.Next(2) == 0 ? text : text.Insert(random.Next(text.Length + 1), "\uD83D");

        string visible = VisibleText.Of(text);

        Assert.AreEqual(visible, VisibleText.Of(visible));
        Assert.IsFalse(visible.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            || rune.Value is 0x200F or 0x202E), visible);
    });

    [TestMethod]
    public void LineEditor_AfterAnyKeys_ShowsItsCursorWithinTheWidth() => Fuzz.Try(500, random =>
    {
        var editor = new LineEditor();
        ConsoleKey[] keys = [ConsoleKey.Backspace, ConsoleKey.Delete, ConsoleKey.LeftArrow, ConsoleKey.RightArrow, ConsoleKey.Home, ConsoleKey.End,
            ConsoleKey.A, ConsoleKey.B, ConsoleKey.D, ConsoleKey.E, ConsoleKey.F, ConsoleKey.K, ConsoleKey.U, ConsoleKey.W, ConsoleKey.Escape];
        for (int i = random.Next(60); i > 0; i--)
        {
            string typed = random.Text(3);
            foreach (char character in typed)
            {
                editor.Apply(new ConsoleKeyInfo(character, ConsoleKey.None, shift: false, alt: false, control: false));
            }

            editor.Apply(new ConsoleKeyInfo('\0', keys[random.Next(keys.Length)], shift: false, alt: false, control: random.Next(2) == 0));
            int width = random.Next(1, 30);

            (TextRun seen, int column) = editor.View(width);

            Assert.IsTrue(column >= 0 && column < width, $"column {column} of {width}");
            Assert.IsLessThanOrEqualTo(width, CellWidth.Of(seen.Text));
            Assert.IsFalse(editor.Text.Any(char.IsControl));
        }
    });
}
