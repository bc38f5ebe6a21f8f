using System.Reflection;
using System.Text.RegularExpressions;
using Messenger.ClientHost.Terminal;

namespace Messenger.ClientHost.Tests.Terminal;

[TestClass]
public sealed partial class TextsTests
{
    public static IEnumerable<string> Names =>
        typeof(Texts).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name);

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Text_InBothLanguages_IsThereAndDiffers(string name)
    {
        string russian = Of(Russian.Texts, name);
        string english = Of(English.Texts, name);

        Assert.IsFalse(string.IsNullOrWhiteSpace(russian));
        Assert.IsFalse(string.IsNullOrWhiteSpace(english));
        Assert.AreNotEqual(russian, english);
        Assert.MatchesRegex("[а-яА-Я]", russian);
        Assert.DoesNotMatchRegex("[а-яА-Я]", english);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Text_InBothLanguages_TakesTheSame(string name)
    {
        CollectionAssert.AreEquivalent(Placeholders(Of(Russian.Texts, name)), Placeholders(Of(English.Texts, name)));
    }

    [TestMethod]
    public void Texts_OfOneLanguage_AreAllDifferent()
    {
        string[] russian = [.. Names.Select(name => Of(Russian.Texts, name))];

        Assert.HasCount(russian.Length, russian.Distinct());
    }

    [TestMethod]
    public void Texts_InRussian_AreAsWritten()
    {
        Assert.AreEqual("Создана комната: Общий чат (7)", Texts.Fill(Russian.Texts.RoomCreated, "Общий чат", "7"));
        Assert.AreEqual("Доступные комнаты:", Russian.Texts.Rooms);
        Assert.AreEqual("=== История комнаты 7 ===", Texts.Fill(Russian.Texts.RoomHistory, "7"));
        Assert.AreEqual("История комнаты 7:", Texts.Fill(Russian.Texts.History, "7"));
    }

    [TestMethod]
    public void Fill_WithBraces_LeavesThemAsTheyAre()
    {
        Assert.AreEqual("Создана комната: {1} ({0})", Texts.Fill(Russian.Texts.RoomCreated, "{1}", "{0}"));
    }

    private static string Of(Texts texts, string name) => (string)typeof(Texts).GetProperty(name)!.GetValue(texts)!;

    private static string[] Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();
}
