using Messenger.ClientHost.Terminal;

namespace Messenger.ClientHost.Tests.Terminal;

[TestClass]
public sealed class LineWrapTests
{
    [TestMethod]
    [DataRow("", "")]
    [DataRow("abcd", "abcd")]
    [DataRow("abcde", "abcd|e")]
    [DataRow("ab cd", "ab|cd")]
    [DataRow("abcd ef", "abcd|ef")]
    [DataRow("a b c d", "a b|c d")]
    [DataRow("日本語", "日本|語")]
    [DataRow("a日本", "a日|本")]
    [DataRow("    abcd", "   |abcd")]
    public void Wrap_AtFourCells_BreaksBetweenWordsWhereThereAreAny(string line, string rows)
    {
        Assert.AreEqual(rows, string.Join('|', LineWrap.Wrap(new Line(line), 4)));
    }

    [TestMethod]
    public void Wrap_OfSeveralRuns_KeepsTheirStyles()
    {
        var line = new Line(new TextRun("ab", TextRole.Faint), new TextRun("cdef", TextRole.Author), new TextRun("g"));

        IReadOnlyList<Line> rows = LineWrap.Wrap(line, 4);

        Assert.HasCount(2, rows);
        CollectionAssert.AreEqual(new[] { "Faint ab", "Author cd" }, rows[0].Runs.Select(run => $"{run.Role} {run.Text}").ToArray());
        CollectionAssert.AreEqual(new[] { "Author ef", "Plain g" }, rows[1].Runs.Select(run => $"{run.Role} {run.Text}").ToArray());
        Assert.AreEqual(rows[0].Runs[1].Key, rows[1].Runs[0].Key);
    }

    [TestMethod]
    public void Wrap_OfAnything_LosesOnlySpacesAndFits()
    {
        var random = new Random(Seed.Next());
        string[] characters = ["a", "ж", "日", "👍🏽", "e\u0301", " ", " "];
        for (int i = 0; i < 300; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => characters[random.Next(characters.Length)]));
            int width = random.Next(2, 20);

            IReadOnlyList<Line> rows = LineWrap.Wrap(new Line(text), width);

            Assert.AreEqual(text.Replace(" ", ""), string.Concat(rows).Replace(" ", ""));
            Assert.IsTrue(rows.All(row => CellWidth.Of(row.ToString()) <= width));
        }
    }
}
