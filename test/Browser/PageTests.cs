using Messenger.Browser.Fixtures;
using Microsoft.Playwright;

namespace Messenger.Browser;

/// <summary>The page in a real browser, over real processes.</summary>
[TestClass]
public sealed class PageTests
{
    private static HostProcess? _server;
    private static HostProcess? _other;
    private static Chromium? _browser;
    private static Rooms? _rooms;

    private static HostProcess Client { get; set; } = null!;

    private static Chromium Browser => _browser!;

    private static Rooms Rooms => _rooms!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        _browser = await Chromium.StartAsync();
        _server = await HostProcess.StartServerAsync();
        Client = await HostProcess.StartClientAsync(_server.Port);
        _other = await HostProcess.StartClientAsync(_server.Port);
        _rooms = new Rooms(Client);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        _rooms?.Dispose();
        foreach (IAsyncDisposable? part in new IAsyncDisposable?[] { _browser, _other, Client, _server })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

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
        await bob.OpenAsync(_other!, $"/rooms/{room}");

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
    public async Task History_ReadBackToItsStart_HasNoGapAndAWindowOnly()
    {
        string room = await Rooms.CreateAsync("Long");
        await Rooms.SayAsync(room, "Alice", 400);
        IPage page = await Browser.PageAsync("Bob");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(400);

        await page.EvaluateAsync("setInterval(() => { const log = document.getElementById('log'); log.scrollTop = Math.max(0, log.scrollTop - 200); }, 20)").Within();
        await page.SeesAsync(1);

        int[] sequences = await page.SequencesAsync();
        Assert.IsLessThanOrEqualTo(240, sequences.Length);
        CollectionAssert.AreEqual(Enumerable.Range(1, sequences.Length).ToArray(), sequences);
        Assert.IsTrue(await page.Locator("#jump").IsVisibleAsync().Within());
    }

    [TestMethod]
    public async Task Unread_OfAnotherRoom_AreCountedUntilTheyAreSeen()
    {
        string room = await Rooms.CreateAsync("Elsewhere");
        string here = await Rooms.CreateAsync("Here");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{here}");
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
    public async Task Message_ThatCouldNotBeSent_IsSaidOnceWhenTriedAgain()
    {
        string room = await Rooms.CreateAsync("Retry");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");

        // The answer is lost, and the message is not.
        await page.RouteAsync("**/messages", async route =>
        {
            await route.FetchAsync();
            await route.AbortAsync();
        }, new() { Times = 1 }).Within();
        await page.SayAsync("only once");
        ILocator again = page.GetByRole(AriaRole.Button, new() { Name = "Try again" });
        await again.ClickAsync().Within();

        await page.UntilAsync("document.querySelectorAll('.failed, .pending, .sent').length === 0");
        await page.SayAsync("and on");
        await page.SeesAsync(2);
        await page.UntilAsync("document.querySelectorAll('.message').length === 2");
        Assert.AreEqual("only once|and on", await page.TextsAsync());
    }

    [TestMethod]
    public async Task Page_WhoseClientIsStartedAgain_MissesNothing()
    {
        string room = await Rooms.CreateAsync("Restart");
        HostProcess client = await HostProcess.StartClientAsync(_server!.Port);
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(client, $"/rooms/{room}");
        await Rooms.SayAsync(room, "Bob", 1);
        await page.SeesAsync(1);

        int port = client.Port;
        await client.DisposeAsync();
        await page.Locator("#state[data-state=lost]").WaitForAsync().Within();
        await Rooms.SayAsync(room, "Bob", 3);
        await using HostProcess next = await HostProcess.StartClientAsync(_server.Port, ("MESSENGER_HTTP_PORT", $"{port}"));
        await page.SeesAsync(4);

        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4 }, await page.SequencesAsync());
    }

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
}
