using Messenger.Browser.Fixtures;
using Microsoft.Playwright;

namespace Messenger.Browser;

/// <summary>What users write is text, whatever it is.</summary>
[TestClass]
public sealed class TextTests : BrowserTest
{
    [TestMethod]
    public async Task Markup_OfAUser_StaysText()
    {
        const string Text = "<img src=x onerror=\"window.broken=1\"><script>window.broken=1</script> [a](javascript:1) `<b>` javascript:alert(1)";
        string room = await Rooms.CreateAsync("<i>room</i>");
        await Rooms.SayAsync(room, "<b>Mallory</b>", Text);
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(1);

        Assert.AreEqual(Text.Replace("`", "", StringComparison.Ordinal), await page.TextsAsync());
        Assert.AreEqual("<b>Mallory</b>", await page.Locator(".author").TextContentAsync().Within());
        Assert.AreEqual("<i>room</i>", await page.Locator("#title").TextContentAsync().Within());
        Assert.AreEqual(0, await page.Locator(".text img, .text script, .text a, .author b, #title i").CountAsync().Within());
        Assert.IsFalse(await page.EvaluateAsync<bool>("'broken' in window").Within());
    }

    [TestMethod]
    public async Task LongestText_StaysTextAndKeepsTheLayout()
    {
        string room = await Rooms.CreateAsync("Longest");
        string unbroken = new('W', 65_536);
        string lines = string.Concat(Enumerable.Repeat("<b>\n", 65_536 / 4));
        await Rooms.SayAsync(room, "Bob", unbroken);
        await Rooms.SayAsync(room, "Bob", lines);
        await Rooms.SayAsync(room, "Bob", "short");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(3);

        await page.FitsAsync();
        Assert.IsLessThan(400f, await page.Message(1).EvaluateAsync<float>("item => item.offsetHeight").Within());
        Assert.AreEqual(unbroken[..1_500], await page.Message(1).Locator(".text").TextContentAsync().Within());
        Assert.AreEqual(lines[..(18 * 4 - 1)], await page.Message(2).Locator(".text").TextContentAsync().Within());
        await page.UnfoldAsync(1);
        await page.UnfoldAsync(2);
        Assert.AreEqual(unbroken, await page.Message(1).Locator(".text").TextContentAsync().Within());
        Assert.AreEqual(lines, await page.Message(2).Locator(".text").TextContentAsync().Within());
        Assert.IsGreaterThan(400f, await page.Message(1).EvaluateAsync<float>("item => item.offsetHeight").Within());
        await page.FitsAsync();
    }

    [TestMethod]
    public async Task LongestText_IsSentAsItIs()
    {
        string room = await Rooms.CreateAsync("Sent");
        string text = string.Concat(Enumerable.Repeat("щ ", 65_536 / 3))[..^1] + "!";
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");

        await page.SayAsync(text);
        await page.SeesAsync(1);
        await page.UnfoldAsync(1);

        Assert.AreEqual(text, await page.Message(1).Locator(".text").TextContentAsync().Within());
    }

    [TestMethod]
    public async Task FoldedText_InWhichCodeOrALinkIsCut_ShowsNoFalseLink_AndAllWhenUnfolded()
    {
        string filler = new('x', 1_490);
        string room = await Rooms.CreateAsync("Cut");
        await Rooms.SayAsync(room, "Bob", $"```\n{filler}\n{filler}\n``` end");
        await Rooms.SayAsync(room, "Bob", $"{filler} https://example.org/");
        await Rooms.SayAsync(room, "Bob", $"`a` https://example.org/{new string('x', 1_475)}🦊 end");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(3);

        Assert.AreEqual($"{filler}\n{filler[..5]}", await page.Message(1).Locator(".text pre").TextContentAsync().Within());
        Assert.AreEqual(0, await page.Locator(".text a").CountAsync().Within());
        Assert.AreEqual(0, await page.EvaluateAsync<int>(
            "[...document.querySelectorAll('.text')].flatMap(text => [...text.childNodes]).filter(node => node.textContent === '').length").Within());

        Assert.IsTrue(await page.EvaluateAsync<bool>("[...document.querySelectorAll('.text')].every(text => text.textContent.isWellFormed())").Within());

        await page.UnfoldAsync(1);
        await page.UnfoldAsync(2);
        Assert.AreEqual($"{filler}\n{filler}", await page.Message(1).Locator(".text pre").TextContentAsync().Within());
        Assert.AreEqual("https://example.org/", await page.Message(2).Locator(".text a").TextContentAsync().Within());
    }

    // U+202E turns around what follows, U+2066 to U+2069 and U+200F take part in it.
    [TestMethod]
    [DataRow("שלום", "שלום עולם, مرحبا")]
    [DataRow("\u202Eevil", "\u202Ereversed \u2067 and \u200Fon")]
    public async Task TextFromRightToLeft_TurnsNothingElseAround(string author, string text)
    {
        string room = await Rooms.CreateAsync($"{author} 123");
        await Rooms.SayAsync(room, author, text);
        await Rooms.SayAsync(room, "Bob", "plain");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(2);

        // Within a line, what is told of a message follows its author; the rows and the composer are as with any other text.
        Assert.AreEqual(text, await page.Message(1).Locator(".text").TextContentAsync().Within());
        Assert.IsTrue(await page.Message(1).EvaluateAsync<bool>(
            """
            item => {
              const [author, time] = item.querySelector('.by').children;
              return author.getBoundingClientRect().right <= time.getBoundingClientRect().left;
            }
            """).Within());
        Assert.AreEqual(
            await page.Message(1).Locator(".avatar").EvaluateAsync<float>("avatar => avatar.getBoundingClientRect().left").Within(),
            await page.Message(2).Locator(".avatar").EvaluateAsync<float>("avatar => avatar.getBoundingClientRect().left").Within());
        Assert.AreEqual("Messenger", (await page.TitleAsync().Within()).Split(" · ")[^1]);
        Assert.StartsWith($"\u2068{author} 123\u2069", (await page.TitleAsync().Within()));
        Assert.AreNotEqual("", await page.Message(1).Locator(".avatar").EvaluateAsync<string>("avatar => avatar.textContent.replace(/\\p{C}/gu, '')").Within());
        Assert.AreEqual("isolate", await page.Locator("#title").EvaluateAsync<string>("title => getComputedStyle(title).unicodeBidi").Within());
        Assert.AreEqual("isolate", await page.Locator($"a[data-room='{room}'] .name").EvaluateAsync<string>("name => getComputedStyle(name).unicodeBidi").Within());
        await page.FitsAsync();
    }
}
