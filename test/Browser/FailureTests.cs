using System.Text.Json;
using Messenger.Browser.Fixtures;
using Microsoft.Playwright;

namespace Messenger.Browser;

/// <summary>What a person is told of what could not be done, and what they can do then.</summary>
[TestClass]
public sealed class FailureTests : BrowserTest
{
    [TestMethod]
    [DataRow("en-US", "too long for one message")]
    [DataRow("ru-RU", "слишком длинно для одного сообщения")]
    public async Task TextThatIsTooLong_IsNoticedBeforeItIsSent_AndKept(string language, string complaint)
    {
        string room = await Rooms.CreateAsync("Too long");
        IPage page = await Browser.PageAsync("Alice", language);
        await page.OpenAsync(Client, $"/rooms/{room}");

        // A letter of two bytes is one character.
        string longest = new('щ', 65_536 / 2);
        await page.SayAsync(longest + "!");
        await page.GetByRole(AriaRole.Alert).Filter(new() { HasText = complaint }).WaitForAsync().Within();
        Assert.AreEqual(longest + "!", await page.Locator("#text").InputValueAsync().Within());
        Assert.AreEqual("true", await page.Locator("#text").GetAttributeAsync("aria-invalid").Within());
        Assert.AreEqual(0, await page.Locator(".message").CountAsync().Within());

        await page.SayAsync(longest);
        await page.SeesAsync(1);
        Assert.IsFalse(await page.Locator("#text-error").IsVisibleAsync().Within());
        Assert.AreEqual("", await page.Locator("#text").InputValueAsync().Within());
    }

    [TestMethod]
    [DataRow("en-US", 400, "The field 'text' is odd.", "Not sent. The server does not accept it as it is.", "Discard")]
    [DataRow("en-US", 413, "The body is too large.", "Not sent. It is too long.", "Discard")]
    [DataRow("ru-RU", 400, "The field 'text' is odd.", "Не отправлено. Сервер не принимает это в таком виде.", "Удалить")]
    [DataRow("ru-RU", 413, "The body is too large.", "Не отправлено. Слишком длинно.", "Удалить")]
    [DataRow("en-US", 503, "There is no connection. The message was not sent.", "Not sent. The server cannot be reached.", "Try again|Discard")]
    [DataRow("en-US", 503, "Whether it was sent is not known: try.", "It is not known whether this was sent. Trying again does not say it twice.", "Try again|Discard")]
    [DataRow("en-US", 504, "Whether it was sent is not known: try.", "It is not known whether this was sent. Trying again does not say it twice.", "Try again|Discard")]
    public async Task MessageThatFails_TellsWhatBecameOfIt_AndOffersWhatMayHelp(string language, int status, string detail, string told, string offered)
    {
        string room = await Rooms.CreateAsync("Refused");
        IPage page = await Browser.PageAsync("Alice", language);
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.RouteAsync("**/messages", route => route.FulfillAsync(Problem(status, detail))).Within();

        await page.SayAsync("a word");

        await page.Locator(".failed .fate", new() { HasText = told }).WaitForAsync().Within();
        Assert.AreEqual(offered, string.Join('|', await page.Locator(".failed button").AllTextContentsAsync().Within()));
        string heard = (await page.Locator("#heard").TextContentAsync().Within())!;
        Assert.StartsWith(told, heard);
        Assert.Contains("a word", heard);
    }

    [TestMethod]
    [DataRow("The server has not answered in time. Whether the room was made is not known.", "It is not known whether the room was made.")]
    [DataRow("There is no connection. The room was not made.", "The server cannot be reached.")]
    public async Task RoomThatCouldNotBeMade_TellsWhetherItMayBeThere(string detail, string told)
    {
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client);
        await page.RouteAsync("**/api/rooms", route => route.FulfillAsync(Problem(504, detail))).Within();

        await page.Locator("#new-room").ClickAsync().Within();
        await page.Locator("#ask-field").FillAsync("Perhaps").Within();
        await page.Keyboard.PressAsync("Enter").Within();

        await page.Locator("#ask-error", new() { HasText = told }).WaitForAsync().Within();
    }

    [TestMethod]
    public async Task Focus_OfWhoTriesAgainAndDiscards_StaysWithTheMessageAndThenTheLog()
    {
        string room = await Rooms.CreateAsync("Focus");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        var seen = new TaskCompletionSource();
        seen.SetResult();
        await page.RouteAsync("**/messages", async route =>
        {
            await seen.Task.Within();
            await route.AbortAsync();
        }).Within();
        await page.SayAsync("a word");

        ILocator again = page.GetByRole(AriaRole.Button, new() { Name = "Try again" });
        await again.WaitForAsync().Within();
        seen = new TaskCompletionSource();
        await again.PressAsync("Enter").Within();
        await page.UntilAsync("document.activeElement.matches('.message.pending')");
        seen.SetResult();
        await page.UntilAsync("document.activeElement.matches('.message.failed')");

        await page.GetByRole(AriaRole.Button, new() { Name = "Discard" }).PressAsync("Enter").Within();
        await page.UntilAsync("document.querySelectorAll('.message').length === 0 && document.activeElement.id === 'log'");
    }

    [TestMethod]
    public async Task Focus_OfWhoUnfoldsAMessage_StaysWithIt()
    {
        string room = await Rooms.CreateAsync("Focus unfolded");
        await Rooms.SayAsync(room, "Bob", new string('x', 5_000));
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).PressAsync("Enter").Within();

        await page.UntilAsync("document.activeElement.dataset.sequence === '1'");
    }

    [TestMethod]
    public async Task Focus_OfWhoTriesToLoadARoomAgain_GoesToItsMessages()
    {
        string room = await Rooms.CreateAsync("Focus loaded");
        await Rooms.SayAsync(room, "Bob", 1);
        IPage page = await Browser.PageAsync("Alice");
        await page.RouteAsync("**/messages?**", route => route.FulfillAsync(Problem(502, "The server has failed."))).Within();
        await page.GotoAsync($"http://localhost:{Client.Port}/rooms/{room}").Within();

        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).FocusAsync().Within();
        await page.UnrouteAsync("**/messages?**").Within();
        await page.Keyboard.PressAsync("Enter").Within();

        await page.SeesAsync(1);
        await page.UntilAsync("document.activeElement.id === 'log'");
    }

    [TestMethod]
    public async Task RoomKeys_WhileSomethingIsAsked_LeadNowhere()
    {
        string room = await Rooms.CreateAsync("Next");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client);
        await page.Locator($"a[data-room='{room}']").WaitForAsync().Within();
        string before = page.Url;

        await page.Locator("#new-room").ClickAsync().Within();
        await page.Keyboard.PressAsync("Alt+ArrowDown").Within();
        Assert.AreEqual(before, page.Url);
        await page.Keyboard.PressAsync("Escape").Within();
        await page.Keyboard.PressAsync("Alt+ArrowDown").Within();

        await page.UntilAsync($"location.href !== '{before}'");
    }

    private static RouteFulfillOptions Problem(int status, string detail) => new()
    {
        Status = status,
        ContentType = "application/problem+json",
        Body = JsonSerializer.Serialize(new { type = "about:blank", status, detail }),
    };
}
