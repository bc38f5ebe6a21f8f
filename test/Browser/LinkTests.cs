using Messenger.Browser.Fixtures;
using Microsoft.Playwright;

namespace Messenger.Browser;

/// <summary>Links and code within what users write.</summary>
[TestClass]
public sealed class LinkTests : BrowserTest
{
    [TestMethod]
    [DataRow("see https://example.org/a?b=1#c.", "https://example.org/a?b=1#c")]
    [DataRow("(http://example.org/x), or not", "http://example.org/x")]
    [DataRow("https://example.org/Fox_(animal) runs", "https://example.org/Fox_(animal)")]
    [DataRow("(see https://example.org/Fox_(animal).)!", "https://example.org/Fox_(animal)")]
    [DataRow("«https://example.org/лиса»…", "https://example.org/лиса")]
    [DataRow("https://example.org/wait...what", "https://example.org/wait...what")]
    public async Task Address_InASentence_IsALinkWithoutWhatEndsTheSentence(string text, string address)
    {
        IPage page = await OpenAsync(text);

        ILocator link = page.Message(1).Locator(".text a");
        Assert.AreEqual(address, await link.TextContentAsync().Within());
        Assert.AreEqual(address, await link.GetAttributeAsync("href").Within());
        Assert.AreEqual("_blank", await link.GetAttributeAsync("target").Within());
        Assert.AreEqual("noopener noreferrer nofollow", await link.GetAttributeAsync("rel").Within());
        Assert.AreEqual(text, await page.TextsAsync());
    }

    [TestMethod]
    public async Task Code_InBackticks_IsMonospacedAndWithoutLinks()
    {
        IPage page = await OpenAsync("Try `curl https://example.org` or\n```sh\necho  a\n\necho b\n```\nand so on");

        Assert.AreEqual("curl https://example.org", await page.Message(1).Locator(".text code").TextContentAsync().Within());
        Assert.AreEqual("echo  a\n\necho b", await page.Message(1).Locator(".text pre").TextContentAsync().Within());
        Assert.AreEqual(0, await page.Message(1).Locator(".text a").CountAsync().Within());
        foreach (string name in new[] { "code", "pre" })
        {
            string fonts = await page.Message(1).Locator($".text {name}").EvaluateAsync<string>("code => getComputedStyle(code).fontFamily").Within();
            Assert.EndsWith("monospace", fonts);
        }
    }

    [TestMethod]
    public async Task Address_OfMoreThan2048Characters_IsText()
    {
        IPage page = await OpenAsync($"https://example.org/{new string('a', 2_029)} https://example.org/{new string('b', 2_028)}");
        await page.UnfoldAsync(1);

        Assert.StartsWith("https://example.org/b", await page.Message(1).Locator(".text a").TextContentAsync().Within());
    }

    // What takes the square of their length takes longer than anybody waits.
    [TestMethod]
    [DataRow("https://a", ")", "")]
    [DataRow("https://a", ".", "")]
    [DataRow("https://a", ".", "b")]
    [DataRow("", "https://a) ", "")]
    [DataRow("", "`", "")]
    [DataRow("```", "a", "``")]
    public async Task Text_ThatRepeatsWhatMayEndALink_HoldsUpNobody(string start, string repeated, string end)
    {
        const int Times = 6;
        string text = start + string.Concat(Enumerable.Repeat(repeated, 65_000 / repeated.Length)) + end;
        IPage page = await OpenAsync([.. Enumerable.Repeat(text, Times), "and on"]);

        await page.SeesAsync(Times + 1);
    }

    private static async Task<IPage> OpenAsync(params string[] texts)
    {
        string room = await Rooms.CreateAsync("Links");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        foreach (string text in texts)
        {
            await Rooms.SayAsync(room, "Bob", text);
        }

        await page.SeesAsync(1);
        return page;
    }
}
