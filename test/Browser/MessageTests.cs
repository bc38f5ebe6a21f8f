using Messenger.Browser.Fixtures;
using Microsoft.Playwright;

namespace Messenger.Browser;

/// <summary>How messages stand beside each other: whose they are, and when they were said.</summary>
[TestClass]
public sealed class MessageTests : BrowserTest
{
    [TestMethod]
    public async Task MessagesOfAnAuthor_OneAfterTheOther_AreAGroupUntilAnotherSpeaks()
    {
        string room = await Rooms.CreateAsync("Groups");
        foreach (string author in new[] { "Bob", "Bob", "Eve", "Bob", "Bob" })
        {
            await Rooms.SayAsync(room, author, "a word");
        }

        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(5);

        CollectionAssert.AreEqual(new[] { false, true, false, false, true }, await page.EvaluateAsync<bool[]>(
            "[...document.querySelectorAll('.message')].map(item => item.classList.contains('grouped'))").Within());
        Assert.AreEqual(3, await page.Locator(".message > .avatar:visible").CountAsync().Within());
    }

    [TestMethod]
    public async Task Author_KeepsTheirColour_InEveryRoomAndBrowser()
    {
        IPage[] pages = [await Browser.PageAsync("Alice"), await Browser.PageAsync("Nora", "ru-RU")];
        List<string[]> colours = [];
        foreach (IPage page in pages)
        {
            string room = await Rooms.CreateAsync("Colours");
            string[] authors = pages[0] == page ? ["Bob", "Eve", "Mallory"] : ["Mallory", "Bob", "Eve"];
            foreach (string author in authors)
            {
                await Rooms.SayAsync(room, author, "a word");
            }

            await page.OpenAsync(Client, $"/rooms/{room}");
            await page.SeesAsync(3);
            colours.Add(await page.EvaluateAsync<string[]>(
                """
                () => [...document.querySelectorAll('.author')]
                  .map(author => `${author.textContent} ${getComputedStyle(author).color}`).sort()
                """).Within());
        }

        CollectionAssert.AreEqual(colours[0], colours[1]);
        Assert.HasCount(3, colours[0].Select(colour => colour.Split(' ', 2)[1]).Distinct());
    }

    // 23:30 in London in winter is the morning of the next day in Tokyo.
    [TestMethod]
    [DataRow("Europe/London", "en-GB", "23:30|00:30", "15 January 2020|16 January 2020", "Wednesday,? 15 January 2020.* 23:30:00 GMT")]
    [DataRow("Asia/Tokyo", "en-GB", "08:30|09:30", "16 January 2020", "Thursday,? 16 January 2020.* 08:30:00 GMT\\+9")]
    [DataRow("Europe/Moscow", "ru-RU", "02:30|03:30", "16 января 2020 г.", "четверг, 16 января 2020 г\\..* 02:30:00 GMT\\+3")]
    public async Task Times_AreInTheReadersZone_WithAllOfThemOnHover_AndDaysApart(
        string zone, string language, string clocks, string days, string all)
    {
        string room = await Rooms.CreateAsync("Times");
        IPage page = await Browser.PageAsync("Alice", new() { Locale = language, TimezoneId = zone });
        await page.RouteAsync("**/messages?**", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Headers = new Dictionary<string, string> { ["Messenger-Journal"] = "00000000-0000-0000-0000-000000000000" },
            Body = """
                {"messages":[
                  {"id":"x/1","sequence":1,"author":"Bob","text":"one","sendTime":"2020-01-15T23:30:00.000000001Z"},
                  {"id":"x/2","sequence":2,"author":"Bob","text":"two","sendTime":"2020-01-16T00:30:00.000000001Z"}
                ],"hasMore":false}
                """,
        })).Within();
        await page.RouteAsync("**/api/events?**", route => route.AbortAsync()).Within();
        await page.GotoAsync($"http://localhost:{Client.Port}/rooms/{room}").Within();
        await page.SeesAsync(2);

        Assert.AreEqual(clocks, string.Join('|', await page.Locator(".by time").AllTextContentsAsync().Within()));
        Assert.AreEqual(days, string.Join('|', await page.Locator(".day").AllTextContentsAsync().Within()));
        ILocator time = page.Message(1).Locator(".by time");
        Assert.MatchesRegex(all, await time.GetAttributeAsync("title").Within());
        Assert.AreEqual("2020-01-15T23:30:00.000Z", await time.GetAttributeAsync("datetime").Within());
    }
}
