using Messenger.Browser.Fixtures;
using Messenger.Fixtures.Proxy;
using Microsoft.Playwright;

namespace Messenger.Browser;

/// <summary>Servers, clients and networks that fail.</summary>
[TestClass]
public sealed class OutageTests : BrowserTest
{
    [TestMethod]
    public async Task Page_WhoseClientIsStartedAgain_MissesNothing()
    {
        string room = await Rooms.CreateAsync("Restart");
        HostProcess client = await HostProcess.StartClientAsync(Server.Port);
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(client, $"/rooms/{room}");
        await Rooms.SayAsync(room, "Bob", 1);
        await page.SeesAsync(1);

        int port = client.Port;
        await client.DisposeAsync();
        await page.Locator("#state[data-state=lost]").WaitForAsync().Within();
        await Rooms.SayAsync(room, "Bob", 3);
        await using HostProcess next = await HostProcess.StartClientAsync(Server.Port, ("MESSENGER_HTTP_PORT", $"{port}"));
        await page.SeesAsync(4);

        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4 }, await page.SequencesAsync());
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
    [DataRow("en-US", "A message was not sent")]
    [DataRow("ru-RU", "Есть неотправленное сообщение")]
    public async Task Message_ThatFailsInARoomOneHasLeft_IsToldAtItsLinkAndKeepsThePage(string language, string words)
    {
        string room = await Rooms.CreateAsync("Left in a hurry");
        string next = await Rooms.CreateAsync("Afterwards");
        IPage page = await Browser.PageAsync("Alice", language);
        await page.OpenAsync(Client, $"/rooms/{room}");
        var left = new TaskCompletionSource();
        await page.RouteAsync($"**/rooms/{room}/messages", async route =>
        {
            await left.Task.Within();
            await route.AbortAsync();
        }, new() { Times = 1 }).Within();
        const string MayGo = "dispatchEvent(new Event('beforeunload', { cancelable: true }))";
        Assert.IsTrue(await page.EvaluateAsync<bool>(MayGo).Within());
        await page.SayAsync("on my way");
        await page.Locator($"a[data-room='{next}']").ClickAsync().Within();
        await page.UntilAsync("document.getElementById('title').textContent === 'Afterwards'");
        Assert.IsFalse(await page.EvaluateAsync<bool>(MayGo).Within());
        Assert.AreEqual(0, await page.GetByRole(AriaRole.Link, new() { Name = words }).CountAsync().Within());
        left.SetResult();

        await page.GetByRole(AriaRole.Link, new() { Name = words }).WaitForAsync().Within();
        Assert.AreEqual(room, await page.GetByRole(AriaRole.Link, new() { Name = words }).GetAttributeAsync("data-room").Within());
        Assert.IsFalse(await page.EvaluateAsync<bool>(MayGo).Within());
        await page.Locator($"a[data-room='{room}']").ClickAsync().Within();
        await page.Locator(".failed .link").First.ClickAsync().Within();
        await page.SeesAsync(1);
        await page.UntilAsync($"document.querySelector(\"a[data-room='{room}'] .unsent\").hidden && {MayGo}");
    }

    [TestMethod]
    public async Task Page_WithoutANetworkButWithItsClient_StaysConnected()
    {
        string room = await Rooms.CreateAsync("On an island");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        Task<IResponse> asked = page.WaitForResponseAsync("**/api/rooms");

        await page.EvaluateAsync(
            """
            () => {
              window.states = [];
              const state = document.getElementById('state');
              new MutationObserver(() => window.states.push(state.dataset.state)).observe(state, { attributes: true });
              dispatchEvent(new Event('offline'));
            }
            """).Within();
        await asked.Within();
        await Rooms.SayAsync(room, "Bob", 1);
        await page.SeesAsync(1);

        Assert.IsFalse(await page.EvaluateAsync<bool>("window.states.some(state => state !== 'live')").Within());
    }

    [TestMethod]
    public async Task Server_ThatIsKilledAndStartedAgain_CostsNothingAndDoublesNothing()
    {
        string folder = Directory.CreateTempSubdirectory("messenger-browser-").FullName;
        (string, string) data = ("MESSENGER_DATA", Path.Combine(folder, "messenger.db"));
        await using HostProcess first = await HostProcess.StartServerAsync(0, data);
        await using HostProcess client = await HostProcess.StartClientAsync(first.Port, ("MESSENGER_SEND_SECONDS", "60"));
        await using HostProcess other = await HostProcess.StartClientAsync(first.Port, ("MESSENGER_SEND_SECONDS", "60"));
        using var rooms = new Rooms(other);
        string room = await rooms.CreateAsync("Killed");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(client, $"/rooms/{room}");
        await rooms.SayAsync(room, "Bob", "before");
        await page.SeesAsync(1);

        first.Kill();
        await first.ExitCodeAsync();
        await page.Locator("#state[data-state=away]").WaitForAsync().Within();
        await page.SayAsync("while it was away");
        await page.Locator(".pending", new() { HasText = "while it was away" }).WaitForAsync().Within();
        await using HostProcess second = await HostProcess.StartServerAsync(first.Port, data);
        await page.Locator("#state[data-state=live]").WaitForAsync().Within();
        await page.SeesAsync(2);
        await rooms.SayAsync(room, "Bob", "after");
        await page.SeesAsync(3);

        await page.UntilAsync("document.querySelectorAll('.message').length === 3");
        Assert.AreEqual("before|while it was away|after", await page.TextsAsync());
        Directory.Delete(folder, recursive: true);
    }

    [TestMethod]
    public async Task Network_ThatFreezesBetweenPageAndClient_IsNoticedAndComesBackWithoutLoss()
    {
        string room = await Rooms.CreateAsync("Frozen");
        await using FaultProxy network = FaultProxy.Start(Client.Port);
        IPage page = await Browser.PageAsync("Alice");
        await page.GotoAsync($"http://127.0.0.1:{network.Port}/rooms/{room}").Within();
        await page.Locator("#state[data-state=live]").WaitForAsync().Within();
        await Rooms.SayAsync(room, "Bob", 1);
        await page.SeesAsync(1);

        network.ToServer = network.ToClient = FlowRule.Stopped;
        network.Accepting = Accepting.BlackHole;
        await Rooms.SayAsync(room, "Bob", 2);
        await page.Locator("#state[data-state=lost]").WaitForAsync(new() { Timeout = 60_000 }).WaitAsync(TimeSpan.FromMinutes(1));
        network.Accepting = Accepting.Forward;
        network.ToServer = network.ToClient = FlowRule.None;
        await network.CutAllAsync();
        await page.Locator("#state[data-state=live]").WaitForAsync().Within();
        await page.SeesAsync(3);

        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, await page.SequencesAsync());
    }

    [TestMethod]
    public async Task Server_ThatHasAnotherHistoryWhenItIsStartedAgain_IsShownAnew()
    {
        await using HostProcess first = await HostProcess.StartServerAsync(0, ("MESSENGER_DATA", "memory"));
        await using HostProcess client = await HostProcess.StartClientAsync(first.Port);
        using var rooms = new Rooms(client);
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(client);
        await rooms.SayAsync("shared", "Bob", 5);
        await page.SeesAsync(5);

        first.Kill();
        await first.ExitCodeAsync();
        await using HostProcess second = await HostProcess.StartServerAsync(first.Port, ("MESSENGER_DATA", "memory"));
        await rooms.SayAsync("shared", "Bob", "A new beginning");

        await page.UntilAsync("document.querySelector('.message .text')?.textContent === 'A new beginning'");
        CollectionAssert.AreEqual(new[] { 1 }, await page.SequencesAsync());
        await page.UntilAsync("!document.title.startsWith('(')");
    }
}
