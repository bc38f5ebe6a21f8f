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
