using Messenger.ClientHost.Terminal;
using Spectre.Console;

namespace Messenger.ClientHost.Tests.Terminal;

[TestClass]
public sealed class PaletteTests
{
    [TestMethod]
    public void StyleOf_AnAuthor_IsAlwaysTheSame() => Assert.AreEqual(StyleOf("Алиса"), StyleOf("Алиса"));

    [TestMethod]
    public void StyleOf_APartOfAnAuthorsName_IsThatOfTheWholeName()
    {
        var whole = new TextRun("Алиса из третьего отдела", TextRole.Author);

        Assert.AreEqual(Palette.StyleOf(whole), Palette.StyleOf(whole.With("Алиса")));
    }

    [TestMethod]
    public void StyleOf_ManyAuthors_HasEveryColour()
    {
        Style[] styles = [.. Enumerable.Range(0, 500).Select(i => StyleOf($"author {i}"))];

        Assert.HasCount(12, styles.Distinct());
        Assert.DoesNotContain(Style.Plain, styles);
    }

    private static Style StyleOf(string author) => Palette.StyleOf(new TextRun(author, TextRole.Author));
}
