using Messenger.ClientHost.Terminal;

namespace Messenger.ClientHost.Tests.Terminal;

[TestClass]
public sealed class VisibleTextTests
{
    [TestMethod]
    [DataRow("\e[2J\e]0;title\a", "␛[2J␛]0;title␇")]
    [DataRow("a\nb\rc\td\0", "a␊b␍c␉d␀")]
    [DataRow("\u007F", "␡")]
    [DataRow("\u0080\u009B31m\u009F", @"\u0080\u009B31m\u009F")]
    [DataRow("\u202A\u202B\u202C\u202D\u202E", @"\u202A\u202B\u202C\u202D\u202E")]
    [DataRow("\u2066\u2067\u2068\u2069", @"\u2066\u2067\u2068\u2069")]
    [DataRow("\u200E\u200F\u061C", @"\u200E\u200F\u061C")]
    [DataRow("\u2028\u2029\u0085", @"\u2028\u2029\u0085")]
    public void Of_WhatDrivesATerminal_IsShown(string text, string visible)
    {
        Assert.AreEqual(visible, VisibleText.Of(text));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("Привет, [bold]мир[/]! {0} %s \\n")]
    [DataRow("日本語 👩‍👩‍👧 ❤️ e\u0301 שלום")]
    public void Of_WhatDrivesNothing_IsTheSame(string text)
    {
        Assert.AreEqual(text, VisibleText.Of(text));
    }

    [TestMethod]
    public void Of_HalfACharacter_ShowsThatSomethingWasThere()
    {
        Assert.AreEqual("half \uFFFD here", VisibleText.Of("half \uD83D here"));
    }

    [TestMethod]
    public void Of_EveryCharacter_HoldsNothingThatDrives()
    {
        for (int character = 0; character <= char.MaxValue; character++)
        {
            string visible = VisibleText.Of(((char)character).ToString());

            Assert.IsFalse(visible.Any(char.IsControl), $"U+{character:X4}");
            Assert.AreNotEqual("", visible);
        }
    }

    [TestMethod]
    public void LinesOf_ATextWithNewlines_BreaksAtThoseOfPeopleOnly()
    {
        CollectionAssert.AreEqual(new[] { "a", "b", "", "c\rd\u2028e" }, VisibleText.LinesOf("a\nb\r\n\nc\rd\u2028e"));
    }
}
