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
}
