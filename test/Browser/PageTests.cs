using Messenger.Browser.Fixtures;
using Microsoft.Playwright;

namespace Messenger.Browser;

/// <summary>People chat.</summary>
[TestClass]
public sealed class PageTests : BrowserTest
{
    [TestMethod]
    [DataRow("en-US", "Welcome!", "Rooms")]
    [DataRow("ru-RU", "Добро пожаловать!", "Комнаты")]
    public async Task FirstVisit_OfANewcomer_AsksForANameOnceAndLetsThemChat(string language, string welcome, string rooms)
    {
        IPage page = await Browser.PageAsync(null, language);
        await page.OpenAsync(Client);

        Assert.AreEqual(welcome, await page.Locator("#ask-title").TextContentAsync().Within());
        await page.Locator("#ask-field").FillAsync("Nora").Within();
        await page.Keyboard.PressAsync("Enter").Within();
        await page.Keyboard.TypeAsync($"Hello in {language}").Within();
        await page.Keyboard.PressAsync("Enter").Within();
        await page.Locator("[data-sequence]", new() { HasText = $"Hello in {language}" }).WaitForAsync().Within();
        Assert.AreEqual(1, await page.GetByRole(AriaRole.Navigation, new() { Name = rooms, Exact = true }).CountAsync().Within());

        await page.ReloadAsync().Within();
        await page.Locator("#state[data-state=live]").WaitForAsync().Within();
        Assert.IsFalse(await page.Locator("#ask").IsVisibleAsync().Within());
    }

    [TestMethod]
    public async Task TwoPeople_AtTwoClients_HearEachOtherOnce()
    {
        string room = await Rooms.CreateAsync("Two");
        IPage alice = await Browser.PageAsync("Alice");
        IPage bob = await Browser.PageAsync("Bob");
        await alice.OpenAsync(Client, $"/rooms/{room}");
        await bob.OpenAsync(Other, $"/rooms/{room}");

        await alice.SayAsync("one");
        await bob.SeesAsync(1);
        await bob.SayAsync("two");
        await alice.SeesAsync(2);
        await bob.SeesAsync(2);
        await bob.UntilAsync("document.querySelectorAll('.message').length === 2");

        Assert.AreEqual("one|two", await alice.TextsAsync());
        Assert.AreEqual("one|two", await bob.TextsAsync());
    }

    [TestMethod]
    public async Task TwoPeople_InTwoRooms_SeeOnlyWhatIsSaidInTheirsAndCountTheOther()
    {
        string garden = await Rooms.CreateAsync("Garden");
        string kitchen = await Rooms.CreateAsync("Kitchen");
        IPage alice = await Browser.PageAsync("Alice");
        IPage bob = await Browser.PageAsync("Bob");
        await alice.OpenAsync(Client, $"/rooms/{garden}");
        await bob.OpenAsync(Other, $"/rooms/{kitchen}");
        await alice.HasMarkAsync(kitchen);
        await bob.HasMarkAsync(garden);

        await alice.SayAsync("in the garden");
        await bob.HasUnreadAsync(garden, 1);
        await bob.SayAsync("in the kitchen");
        await bob.SayAsync("still there");
        await alice.HasUnreadAsync(kitchen, 2);
        await alice.SeesAsync(1);
        await bob.SeesAsync(2);

        Assert.AreEqual("in the garden", await alice.TextsAsync());
        Assert.AreEqual("in the kitchen|still there", await bob.TextsAsync());
        Assert.StartsWith("(2) ", await alice.TitleAsync().Within());
        Assert.StartsWith("(1) ", await bob.TitleAsync().Within());

        // Each goes to the other's room: now they have seen it all.
        await alice.Locator($"a[data-room='{kitchen}']").ClickAsync().Within();
        await bob.Locator($"a[data-room='{garden}']").ClickAsync().Within();
        await alice.SeesAsync(2);
        await bob.SeesAsync(1);
        await alice.UntilAsync("!document.title.startsWith('(')");
        await bob.UntilAsync("!document.title.startsWith('(')");
        Assert.AreEqual("in the kitchen|still there", await alice.TextsAsync());
        Assert.AreEqual("in the garden", await bob.TextsAsync());
    }

    [TestMethod]
    public async Task BackAndForward_GoThroughTheRoomsOneWasIn()
    {
        string first = await Rooms.CreateAsync("First");
        string second = await Rooms.CreateAsync("Second");
        await Rooms.SayAsync(first, "Bob", "of the first");
        await Rooms.SayAsync(second, "Bob", "of the second");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{first}");
        await page.SeesAsync(1);
        await page.Locator("#text").FillAsync("a draft").Within();
        await page.Locator($"a[data-room='{second}']").ClickAsync().Within();
        await page.UntilAsync("document.querySelector('.message .text')?.textContent === 'of the second'");
        Assert.AreEqual("", await page.Locator("#text").InputValueAsync().Within());

        await page.GoBackAsync().Within();
        await page.UntilAsync("document.querySelector('.message .text')?.textContent === 'of the first'");
        await page.UntilAsync("document.getElementById('title').textContent === 'First'");
        Assert.AreEqual("a draft", await page.Locator("#text").InputValueAsync().Within());
        Assert.AreEqual(1, await page.Locator($"a[data-room='{first}'][aria-current=page]").CountAsync().Within());

        await page.GoForwardAsync().Within();
        await page.UntilAsync("document.querySelector('.message .text')?.textContent === 'of the second'");
        await page.UntilAsync("document.getElementById('title').textContent === 'Second'");
        await Rooms.SayAsync(second, "Bob", "and on");
        await page.SeesAsync(2);
        Assert.AreEqual("of the second|and on", await page.TextsAsync());
    }

    [TestMethod]
    public async Task Room_ThatIsMadeWhileTheListIsOnItsWay_StaysInIt()
    {
        string known = await Rooms.CreateAsync("Known");
        var asked = new TaskCompletionSource();
        var made = new TaskCompletionSource();
        IPage page = await Browser.PageAsync("Alice");
        await page.RouteAsync("**/api/rooms", async route =>
        {
            IAPIResponse response = await route.FetchAsync();
            string list = await response.TextAsync();
            asked.SetResult();
            await made.Task.Within();
            await route.FulfillAsync(new() { Response = response, Body = list.Replace("\"Known\"", "\"Listed\"", StringComparison.Ordinal) });
        }, new() { Times = 1 }).Within();
        await page.OpenAsync(Client, $"/rooms/{known}");
        await asked.Task.Within();
        string room = await Rooms.CreateAsync("Made meanwhile");
        await page.Locator($"a[data-room='{room}']").WaitForAsync().Within();
        made.SetResult();

        await page.Locator($"a[data-room='{known}'] .name", new() { HasText = "Listed" }).WaitForAsync().Within();
        Assert.AreEqual(1, await page.Locator($"a[data-room='{room}']").CountAsync().Within());
    }

    [TestMethod]
    public async Task SharedChat_StandsOnTop()
    {
        string room = await Rooms.CreateAsync("0, before all in any order of names");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.Locator($"a[data-room='{room}']").WaitForAsync().Within();

        Assert.AreEqual("shared", await page.Locator(".rooms a").First.GetAttributeAsync("data-room").Within());
    }
}
