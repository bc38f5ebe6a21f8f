using System.Text;
using System.Text.Json;
using Messenger.ClientHost.Http;

namespace Messenger.ClientHost.Tests.Http;

[TestClass]
public sealed class PlainJsonEncoderTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = new PlainJsonEncoder() };

    [TestMethod]
    [DataRow("plain", "plain")]
    [DataRow("Привет", "Привет")]
    [DataRow("🦊👩‍👩‍👧", "🦊👩‍👩‍👧")]
    [DataRow("<b>&'+`/", "<b>&'+`/")]
    [DataRow("\u2028\u2029\u007F\u0085\uFEFF\uFFFF", "\u2028\u2029\u007F\u0085\uFEFF\uFFFF")]
    [DataRow("\"", @"\""")]
    [DataRow("\\", @"\\")]
    [DataRow("\n\r\t", @"\n\r\t")]
    [DataRow("\0\b\f\u001F", @"\u0000\u0008\u000C\u001F")]
    public void Write_OfAText_EscapesOnlyWhatJsonDemands(string text, string expected)
    {
        Assert.AreEqual($"\"{expected}\"", Write(text));
    }

    [TestMethod]
    public void Write_OfEveryCharacter_ReadsBackTheSame()
    {
        for (int scalar = 0; scalar <= 0x10FFFF; scalar += scalar < 0x10000 ? 1 : 0x101)
        {
            if (Rune.IsValid(scalar))
            {
                string text = new Rune(scalar).ToString();
                Assert.AreEqual(text, JsonSerializer.Deserialize<string>(Write(text)), $"U+{scalar:X4}");
            }
        }
    }

    [TestMethod]
    public void Write_OfTextsOfAllLengths_ReadsBackTheSame()
    {
        var random = new Random(Seed.Next());
        string[] pieces = ["a", "\"", "\\", "\n", "\u0001", "ж", "€", "🦊", "\u2028"];
        for (int length = 0; length < 600; length++)
        {
            string text = string.Concat(random.GetItems(pieces, length));
            Assert.AreEqual(text, JsonSerializer.Deserialize<string>(Write(text)));
        }
    }

    [TestMethod]
    public void Write_OfUtf8_IsTheSameAsOfText()
    {
        const string Text = "a\"\\\n\u0001жé🦊\u2028 and back";

        Assert.AreEqual(Write(Text), Write(json => json.WriteStringValue(Encoding.UTF8.GetBytes(Text))));
    }

    [TestMethod]
    public void Serialize_OfAnObject_ReadsBackTheSame()
    {
        Dictionary<string, string> written = new() { ["ключ\n\"🦊"] = "значение\t\\\u0000" };

        string json = JsonSerializer.Serialize(written, Plain);

        Assert.Contains("ключ", json);
        CollectionAssert.AreEqual(written, JsonSerializer.Deserialize<Dictionary<string, string>>(json));
    }

    private static string Write(string text) => Write(json => json.WriteStringValue(text));

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, Json.Options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }
}
