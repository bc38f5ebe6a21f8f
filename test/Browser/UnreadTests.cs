using Messenger.Browser.Fixtures;
using Microsoft.Playwright;

namespace Messenger.Browser;

/// <summary>What is unread: counted at the rooms and in the title, and shown by a line.</summary>
[TestClass]
public sealed class UnreadTests : BrowserTest
{
    [TestMethod]
    public async Task Unread_OfAnotherRoom_AreCountedUntilTheyAreSeen()
    {
        string room = await Rooms.CreateAsync("Elsewhere");
        string here = await Rooms.CreateAsync("Here");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{here}");
        await page.HasMarkAsync(room);
        await Rooms.SayAsync(room, "Bob", 3);

        ILocator link = page.Locator($"a[data-room='{room}']");
        await page.UntilAsync($"document.querySelector(\"a[data-room='{room}'] .badge\")?.textContent === '3'");
        Assert.StartsWith("(3) ", await page.TitleAsync().Within());
        await link.ClickAsync().Within();
        await page.SeesAsync(3);
        await page.UntilAsync("!document.title.startsWith('(')");
        Assert.EndsWith($"/rooms/{room}", page.Url);
    }

    [TestMethod]
    public async Task Counts_OfRooms_AreTheSameAfterAReload()
    {
        string here = await Rooms.CreateAsync("Reloaded");
        string before = await Rooms.CreateAsync("Spoken in before the first visit");
        await Rooms.SayAsync(before, "Bob", 5);
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{here}");
        await page.HasMarkAsync(before, 5);
        await Rooms.SayAsync(before, "Bob", 2);
        string after = await Rooms.CreateAsync("Made after it");
        await Rooms.SayAsync(after, "Bob", 3);
        await page.HasUnreadAsync(before, 2);
        await page.HasUnreadAsync(after, 3);

        await page.ReloadAsync().Within();

        await page.HasUnreadAsync(before, 2);
        await page.HasUnreadAsync(after, 3);
        Assert.StartsWith("(5) ", await page.TitleAsync().Within());
    }

    [TestMethod]
    public async Task Count_OfARoomThatWasJustRead_StaysAtNoneWhenActivityIsToldLate()
    {
        string room = await Rooms.CreateAsync("Late");
        string next = await Rooms.CreateAsync("Next");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await Rooms.SayAsync(room, "Bob", 4);
        await page.SeesAsync(4);
        await page.UntilAsync("!document.title.startsWith('(')");

        // What a stream begins with may be older than what the page has read by another one.
        await page.RouteAsync("**/api/events?**", route => route.FulfillAsync(new()
        {
            ContentType = "text/event-stream",
            Body = $"event: activity\ndata: {{\"room\":{{\"id\":\"{room}\",\"name\":\"Late\"}},\"newestSequence\":3}}\n\n"
                + $"event: activity\ndata: {{\"room\":{{\"id\":\"{room}\",\"name\":\"Late, and told\"}},\"newestSequence\":4}}\n\n",
        })).Within();
        await page.Locator($"a[data-room='{next}']").ClickAsync().Within();

        await page.Locator($"a[data-room='{room}'] .name", new() { HasText = "and told" }).WaitForAsync().Within();
        Assert.AreEqual(0, await page.Locator($"a[data-room='{room}'].unread").CountAsync().Within());
    }

    [TestMethod]
    public async Task Line_IsWhereTheUnreadBegin_AndInSightWhenTheRoomIsEntered()
    {
        string room = await Rooms.CreateAsync("Line");
        string other = await Rooms.CreateAsync("Other");
        await Rooms.SayAsync(room, "Bob", 30);
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(30);
        Assert.AreEqual(0, await page.Locator(".line").CountAsync().Within());
        await page.Locator($"a[data-room='{other}']").ClickAsync().Within();
        await page.UntilAsync("document.querySelectorAll('.message').length === 0");

        await Rooms.SayAsync(room, "Bob", 90);
        await page.HasUnreadAsync(room, 90);
        await page.Locator($"a[data-room='{room}']").ClickAsync().Within();

        await page.Locator(".line").WaitForAsync().Within();
        Assert.AreEqual("31", await page.EvaluateAsync<string>("document.querySelector('.line').nextElementSibling.dataset.sequence").Within());
        await page.UntilAsync("document.querySelector('.line').getBoundingClientRect().top > document.getElementById('log').getBoundingClientRect().top");
        Assert.IsLessThan(800f, await page.TopOfAsync(31));
        await page.UntilAsync("document.getElementById('jump').textContent.includes('new messages')");
    }

    [TestMethod]
    public async Task Line_OfARoomThatOneLeftFurtherUp_IsThereWhenOneComesBack()
    {
        string room = await Rooms.CreateAsync("Left further up");
        string other = await Rooms.CreateAsync("Between");
        await Rooms.SayAsync(room, "Bob", 60);
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.HasMarkAsync(room, 60);
        await page.SeesAsync(60);
        await page.ScrollToAsync(-600);
        await page.Locator("#jump", new() { HasText = "To the newest" }).WaitForAsync().Within();
        await Rooms.SayAsync(room, "Bob", 5);
        await page.Locator("#jump", new() { HasText = "5 new messages" }).WaitForAsync().Within();

        await page.Locator($"a[data-room='{other}']").ClickAsync().Within();
        await page.UntilAsync("document.querySelectorAll('.message').length === 0");
        await page.HasUnreadAsync(room, 5);
        await Rooms.SayAsync(room, "Bob", 30);
        await page.HasUnreadAsync(room, 35);
        await page.SetFocusedAsync(false);
        await page.Locator($"a[data-room='{room}']").ClickAsync().Within();

        await page.SeesAsync(95);
        Assert.AreEqual("61", await page.EvaluateAsync<string>("document.querySelector('.line').nextElementSibling.dataset.sequence").Within());
        await page.HasUnreadAsync(room, 35);
        await page.SetFocusedAsync(true);
        await page.UntilAsync("document.querySelector('.line').getBoundingClientRect().top > document.getElementById('log').getBoundingClientRect().top");
        Assert.IsTrue(await page.EvaluateAsync<bool>("document.title.startsWith('(') && !document.getElementById('jump').hidden").Within());
    }

    [TestMethod]
    public async Task Counts_WhereThereIsNoSuchRoom_LiveAndTheRoomsDoToo()
    {
        string room = await Rooms.CreateAsync("There is this one");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, "/rooms/there-is-none");
        await page.GetByText("There is no such room").First.WaitForAsync().Within();
        await page.HasMarkAsync(room);

        await Rooms.SayAsync(room, "Bob", 2);
        await page.HasUnreadAsync(room, 2);
        string made = await Rooms.CreateAsync("Made meanwhile");
        await page.Locator($"a[data-room='{made}']").WaitForAsync().Within();

        Assert.StartsWith("(2) ", await page.TitleAsync().Within());
        await page.Locator($"a[data-room='{room}']").ClickAsync().Within();
        await page.SeesAsync(2);
    }

    [TestMethod]
    public async Task Message_WhileOneLooksElsewhere_IsBelowTheLineAndCountedUntilOneLooks()
    {
        string room = await Rooms.CreateAsync("Beside");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await Rooms.SayAsync(room, "Bob", 1);
        await page.SeesAsync(1);

        await page.SetFocusedAsync(false);
        await Rooms.SayAsync(room, "Bob", 2);
        await page.SeesAsync(3);

        await page.UntilAsync("document.title.startsWith('(2) ')");
        Assert.AreEqual("2", await page.EvaluateAsync<string>("document.querySelector('.line').nextElementSibling.dataset.sequence").Within());
        await page.SetFocusedAsync(true);
        await page.UntilAsync("!document.title.startsWith('(')");
    }

    [TestMethod]
    public async Task Marks_OfManyRoomsThatAreHeardOfAtOnce_AreKeptTogether()
    {
        const int Count = 2_000;
        IPage page = await Browser.PageAsync("Alice");
        await page.AddInitScriptAsync(
            """
            window.kept = 0;
            const setItem = Storage.prototype.setItem;
            Storage.prototype.setItem = function (key, value) {
              window.kept += key === 'messenger.read' ? 1 : 0;
              setItem.call(this, key, value);
            };
            """).Within();
        IEnumerable<string> rooms = Enumerable.Range(1, Count).Select(i => $"{{\"id\":\"room-{i}\",\"name\":\"Room {i}\"}}").ToArray();
        await page.RouteAsync("**/api/rooms", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = $"{{\"rooms\":[{string.Join(',', rooms)}]}}",
        })).Within();
        await page.RouteAsync("**/api/events?**", route => route.FulfillAsync(new()
        {
            ContentType = "text/event-stream",
            Body = string.Concat(rooms.Select(room => $"event: activity\ndata: {{\"room\":{room},\"newestSequence\":7}}\n\n")),
        })).Within();
        await page.GotoAsync($"http://localhost:{Client.Port}/").Within();

        await page.UntilAsync($"localStorage.getItem('messenger.read')?.includes('\"room-{Count}\":7')");

        Assert.AreEqual(Count, await page.EvaluateAsync<int>(
            "Object.values(JSON.parse(localStorage.getItem('messenger.read')).rooms).filter(mark => mark === 7).length").Within());
        Assert.IsLessThan(Count / 10, await page.EvaluateAsync<int>("kept").Within());
    }

    [TestMethod]
    public async Task Mark_OfAPageThatIsLeftAtOnce_IsKept()
    {
        string room = await Rooms.CreateAsync("Left");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await Rooms.SayAsync(room, "Bob", 3);
        await page.SeesAsync(3);

        // No timer comes any more.
        await page.UntilAsync($"localStorage.getItem('messenger.read')?.includes('\"{room}\":3')");
        await page.EvaluateAsync("window.setTimeout = () => 1").Within();
        await Rooms.SayAsync(room, "Bob", 2);
        await page.SeesAsync(5);
        await page.GotoAsync($"http://localhost:{Client.Port}/openapi.json").Within();

        Assert.Contains($"\"{room}\":5", await page.EvaluateAsync<string>("localStorage.getItem('messenger.read')").Within());
    }
}
