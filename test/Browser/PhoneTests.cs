using Messenger.Browser.Fixtures;
using Microsoft.Playwright;

namespace Messenger.Browser;

/// <summary>A narrow window.</summary>
[TestClass]
public sealed class PhoneTests : BrowserTest
{
    [TestMethod]
    public async Task Rooms_OnAPhone_AreADrawerThatTheKeyboardOpensAndCloses()
    {
        IPage page = await Browser.PageAsync("Alice", width: 390);
        await page.OpenAsync(Client);

        Assert.IsFalse(await page.Locator("#side").IsVisibleAsync().Within());
        Assert.IsTrue(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth").Within());
        await page.Locator("#menu").PressAsync("Enter").Within();
        await page.UntilAsync("document.activeElement?.dataset.room === 'shared'");
        Assert.IsTrue(await page.Locator("#side").IsVisibleAsync().Within());
        await page.Keyboard.PressAsync("Escape").Within();
        await page.UntilAsync("document.activeElement?.id === 'menu'");
    }

    [TestMethod]
    public async Task Chat_OnAPhone_FitsItsWidthAndIsUsable()
    {
        string room = await Rooms.CreateAsync("A phone's room, whose name is longer than any phone of this width could show in one line");
        await Rooms.SayAsync(room, "Somebody with a name that is much longer than what a phone can show", new string('W', 2_000));
        await Rooms.SayAsync(room, "Bob", "https://example.org/" + new string('x', 300) + "\n```\n" + new string('c', 400) + "\n```");
        IPage page = await Browser.PageAsync("Alice", width: 360);
        await page.OpenAsync(Client);
        await page.Locator("#menu").ClickAsync().Within();
        await page.Locator($"a[data-room='{room}']").ClickAsync().Within();
        await page.SeesAsync(2);
        await page.Locator("#text").FillAsync("from my phone").Within();
        await page.Locator("#send").ClickAsync().Within();
        await page.SeesAsync(3);

        await page.FitsAsync();
        Assert.IsTrue(await page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('#menu, #send')].every(button => button.offsetWidth >= 24 && button.offsetHeight >= 24)").Within());
    }
}
