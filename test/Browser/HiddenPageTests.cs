using Messenger.Browser.Fixtures;
using Microsoft.Playwright;

namespace Messenger.Browser;

/// <summary>A page that is not shown: behind another tab, or minimized.</summary>
[TestClass]
public sealed class HiddenPageTests : BrowserTest
{
    [TestMethod]
    public async Task Title_OfAHiddenPage_CountsWhatIsSaidInItsRoomAndInOthers()
    {
        string room = await Rooms.CreateAsync("Hidden");
        string other = await Rooms.CreateAsync("Hidden, too");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.HasMarkAsync(room);
        await page.HasMarkAsync(other);
        await page.SetHiddenAsync(true);

        await Rooms.SayAsync(room, "Bob", 2);
        await Rooms.SayAsync(other, "Bob", 1);

        await page.UntilAsync("document.title.startsWith('(3) ')");
        Assert.AreEqual(0, await page.Locator(".message").CountAsync().Within());
    }

    [TestMethod]
    public async Task Page_ThatIsShownAgain_HasWhatWasMissedBelowTheLineAndGoesOn()
    {
        string room = await Rooms.CreateAsync("Shown again");
        await Rooms.SayAsync(room, "Bob", 30);
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(30);
        await page.SetHiddenAsync(true);
        await Rooms.SayAsync(room, "Bob", 50);
        await page.UntilAsync("document.title.startsWith('(50) ')");

        await page.SetHiddenAsync(false);
        await page.Locator(".line").WaitForAsync().Within();
        await page.UntilAsync("document.querySelector('.line').getBoundingClientRect().top > document.getElementById('log').getBoundingClientRect().top");
        await page.Locator("#jump").ClickAsync().Within();
        await page.SeesAsync(80);
        await Rooms.SayAsync(room, "Bob", 1);
        await page.SeesAsync(81);

        await page.UntilAsync("!document.title.startsWith('(')");
        CollectionAssert.AreEqual(Enumerable.Range(1, 81).ToArray(), await page.SequencesAsync());
        Assert.AreEqual("31", await page.EvaluateAsync<string>("document.querySelector('.line').nextElementSibling.dataset.sequence").Within());
    }

    // Storage may be forbidden, which forbids shared workers; and their script may be another version's.
    [TestMethod]
    [DataRow("globalThis.SharedWorker = class { constructor() { throw new DOMException('', 'SecurityError'); } }")]
    [DataRow("globalThis.SharedWorker = class extends SharedWorker { constructor(_, options) { super('/assets/none/activity-worker.js', options); } }")]
    public async Task Title_OfAHiddenPageWithoutASharedWorker_Counts(string script)
    {
        string room = await Rooms.CreateAsync("Without a worker");
        IPage page = await Browser.PageAsync("Alice");
        await page.AddInitScriptAsync(script).Within();
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.HasMarkAsync(room);
        await page.SetHiddenAsync(true);

        await Rooms.SayAsync(room, "Bob", 2);

        await page.UntilAsync("document.title.startsWith('(2) ')");
    }

    [TestMethod]
    public async Task Pages_ThatAreClosed_LeaveNoStreamOpen()
    {
        await using HostProcess client = await HostProcess.StartClientAsync(Server.Port, ("MESSENGER_ADMIN_PORT", "0"));
        using var streams = new EventStreams(client);
        IPage kept = await Browser.PageAsync("Alice");
        await kept.OpenAsync(client);
        IPage shown = await kept.Context.NewPageAsync().Within();
        await shown.OpenAsync(client);
        IPage hidden = await kept.Context.NewPageAsync().Within();
        await hidden.OpenAsync(client);
        await streams.AreOpenAsync(3);
        await hidden.SetHiddenAsync(true);
        string made = await Rooms.CreateAsync("Told to hidden pages");
        await hidden.Locator($"a[data-room='{made}']").WaitForAsync().Within();
        await streams.AreOpenAsync(3);

        // Of the hidden one, the shared stream is open, and is nobody's when it goes.
        await hidden.CloseAsync().Within();
        await streams.AreOpenAsync(2);

        // A page that goes is told that it is left, and then that it is hidden.
        await shown.EvaluateAsync(
            """
            () => {
              Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
              dispatchEvent(new PageTransitionEvent('pagehide'));
              document.dispatchEvent(new Event('visibilitychange'));
            }
            """).Within();
        await streams.AreOpenAsync(1);
        await shown.CloseAsync().Within();
        await Rooms.SayAsync("shared", "Bob", "Who is left?");
        await kept.Locator("[data-sequence]", new() { HasText = "Who is left?" }).First.WaitForAsync().Within();
        await streams.AreOpenAsync(1);
    }

    [TestMethod]
    public async Task HiddenPages_OfOneBrowser_LeaveConnectionsForTheOneThatIsShown()
    {
        string room = await Rooms.CreateAsync("Many tabs");
        IPage shown = await Browser.PageAsync("Alice");
        await shown.OpenAsync(Client, $"/rooms/{room}");
        List<IPage> hidden = [];
        for (int i = 0; i < 8; i++)
        {
            IPage page = await shown.Context.NewPageAsync().Within();
            await page.OpenAsync(Client, $"/rooms/{room}");
            await page.SetHiddenAsync(true);
            hidden.Add(page);
        }

        await shown.SayAsync("Is anybody there?");
        await shown.SeesAsync(1);

        foreach (IPage page in hidden)
        {
            // What another page of the same browser has read is read.
            await page.UntilAsync("!document.title.startsWith('(')");
        }

        await shown.SetFocusedAsync(false);
        await Rooms.SayAsync(room, "Bob", 2);
        foreach (IPage page in hidden)
        {
            await page.UntilAsync("document.title.startsWith('(2) ')");
        }
    }
}
