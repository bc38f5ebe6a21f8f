using Messenger.Browser.Fixtures;
using Microsoft.Playwright;

namespace Messenger.Browser;

/// <summary>
/// Makes the pictures of the documentation anew, in docs/images, if MESSENGER_SCREENSHOTS is set: on a desktop and a phone, light and dark.
/// They need a font that has emoji (Debian's fonts-noto-color-emoji).
/// </summary>
[TestClass]
public sealed class ScreenshotTests
{
    private const long MostBytes = 150_000;

    [TestMethod]
    public async Task Pictures_OfTheMainStates_AreMade()
    {
        if (Environment.GetEnvironmentVariable("MESSENGER_SCREENSHOTS") is null)
        {
            Assert.Inconclusive("This changes docs/images: it is run where MESSENGER_SCREENSHOTS is set.");
        }

        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using Deployment deployment = await Deployment.StartAsync();
            string room = await FurnishAsync(deployment.Rooms);
            await TakeAsync(deployment, room, scheme, isPhone: false);
            await TakeAsync(deployment, room, scheme, isPhone: true);
        }
    }

    private static async Task<string> FurnishAsync(Rooms rooms)
    {
        string room = await rooms.CreateAsync("Garden party 🌿");
        foreach (string name in (string[])["Book club", "Общая кухня", "Release 2.0"])
        {
            await rooms.SayAsync(await rooms.CreateAsync(name), "Nora", "Hello!");
        }

        await rooms.CreateAsync("Quiet corner");
        (string Author, string Text)[] talk =
        [
            ("Nora", "Good morning! ☀️ Who brings what on Saturday?"),
            ("Nora", "So far there are:\n• two tables and the long bench\n• lanterns, if it stays dry"),
            ("Алиса", "Я принесу пирог с вишней 🍒"),
            ("Tomás", "Drinks are on me. Recipe for the lemonade: https://example.org/lemonade"),
            ("Nora", "Perfect, thank you both!"),
            ("Mika", "The playlist is a script now, `./play.sh party`:\n```\nfor song in party/*.flac; do\n  play \"$song\" --gap 2\ndone\n```"),
            ("Tomás", "😂 Of course it is"),
        ];
        foreach ((string author, string text) in talk)
        {
            await rooms.SayAsync(room, author, text);
        }

        return room;
    }

    private static async Task TakeAsync(Deployment deployment, string room, ColorScheme scheme, bool isPhone)
    {
        string kind = $"{(isPhone ? "phone" : "desktop")}-{scheme.ToString().ToLowerInvariant()}";
        BrowserNewContextOptions options = new()
        {
            Locale = "en-GB",
            ColorScheme = scheme,
            ViewportSize = isPhone ? new() { Width = 390, Height = 760 } : new() { Width = 1120, Height = 700 },
            HasTouch = isPhone,
            IsMobile = isPhone,
        };

        IPage newcomer = await deployment.Browser.PageAsync(null, options);
        await newcomer.OpenAsync(deployment.Client);
        await newcomer.Locator("#ask-field").FillAsync("Nora").Within();
        await SaveAsync(newcomer, $"page-first-visit-{kind}");

        IPage page = await deployment.Browser.PageAsync("Nora", options);
        await page.OpenAsync(deployment.Client, $"/rooms/{room}");
        if (!isPhone)
        {
            await page.SayAsync("See you all on Saturday 🎉");
        }

        await page.Locator("[data-sequence]", new() { HasText = "See you all on Saturday" }).WaitForAsync().Within();
        foreach (string quiet in (string[])["Book club", "Общая кухня"])
        {
            string id = (await page.Locator(".rooms a", new() { HasText = quiet }).GetAttributeAsync("data-room").Within())!;
            await deployment.Rooms.SayAsync(id, "Алиса", isPhone ? "…" : "Anybody here?");
            await page.UntilAsync($"!document.querySelector(\"a[data-room='{id}'] .badge\").hidden");
        }

        await SaveAsync(page, $"page-chat-{kind}");
        if (isPhone)
        {
            await page.Locator("#menu").ClickAsync().Within();
            await page.Locator("#side.open").WaitForAsync().Within();
            await SaveAsync(page, $"page-rooms-{kind}");
        }

        await OpenRoomAsync(page, "Quiet corner", isPhone, isOpen: isPhone);
        await page.GetByText("It is quiet here").WaitForAsync().Within();
        await SaveAsync(page, $"page-empty-{kind}");

        await OpenRoomAsync(page, "Garden party", isPhone, isOpen: false);
        await page.Locator("[data-sequence]").Last.WaitForAsync().Within();
        await page.Context.SetOfflineAsync(true).Within();
        await page.SayAsync("Is the bench dry already?");
        await page.Locator(".failed").WaitForAsync().Within();
        await page.Locator("#state[data-state=lost]").WaitForAsync().Within();
        await SaveAsync(page, $"page-lost-{kind}");
    }

    private static async Task OpenRoomAsync(IPage page, string name, bool isPhone, bool isOpen)
    {
        if (isPhone && !isOpen)
        {
            await page.Locator("#menu").ClickAsync().Within();
        }

        await page.Locator(".rooms a", new() { HasText = name }).ClickAsync().Within();
    }

    private static async Task SaveAsync(IPage page, string name)
    {
        string path = Path.Combine(Repository.Root, "docs", "images", $"{name}.png");
        await page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide }).Within();
        Assert.IsLessThan(MostBytes, new FileInfo(path).Length, path);
    }
}
