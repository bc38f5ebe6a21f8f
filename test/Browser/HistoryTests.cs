using Messenger.Browser.Fixtures;
using Microsoft.Playwright;

namespace Messenger.Browser;

/// <summary>Scrolling, and reading back.</summary>
[TestClass]
public sealed class HistoryTests : BrowserTest
{
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
    public async Task Reader_FurtherUp_IsNotMovedByWhatIsSaid_AndHearsHowMuchThatIs()
    {
        string room = await Rooms.CreateAsync("Further up");
        await Rooms.SayAsync(room, "Bob", 60);
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(60);
        await page.UntilAsync("!document.title.startsWith('(')");
        await page.ScrollToAsync(-600);
        await page.Locator("#jump", new() { HasText = "To the newest" }).WaitForAsync().Within();
        int seen = await page.FirstInSightAsync();
        float before = await page.TopOfAsync(seen);

        await Rooms.SayAsync(room, "Bob", 3);
        await page.Locator("#jump", new() { HasText = "3 new messages" }).WaitForAsync().Within();

        Assert.AreEqual(before, await page.TopOfAsync(seen), 1f);
        await page.Locator("#jump").ClickAsync().Within();
        await page.UntilAsync("document.getElementById('jump').hidden && !document.title.startsWith('(')");
        await Rooms.SayAsync(room, "Bob", 1);
        await page.UntilAsync("document.querySelector(\"[data-sequence='64']\")?.getBoundingClientRect().bottom <= document.getElementById('log').getBoundingClientRect().bottom");
    }

    [TestMethod]
    public async Task PagingUpwards_LeavesWhatOneReadsWhereItIs()
    {
        string room = await Rooms.CreateAsync("Without a jump");
        await Rooms.SayAsync(room, "Bob", 200);
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(200);
        int oldest = (await page.SequencesAsync())[0];

        // Only once it is known where things are may the older ones come.
        var measured = new TaskCompletionSource();
        await page.RouteAsync("**/messages?before=**", async route =>
        {
            await measured.Task.Within();
            await route.ContinueAsync();
        }).Within();
        await page.ScrollToAsync(300);
        int seen = await page.FirstInSightAsync();
        float before = await page.TopOfAsync(seen);
        measured.SetResult();

        await page.UntilAsync($"Number(document.querySelector('[data-sequence]').dataset.sequence) < {oldest}");
        Assert.AreEqual(before, await page.TopOfAsync(seen), 1f);
    }

    [TestMethod]
    public async Task Reader_WhoUnfoldsTheLastMessage_StaysAtItsTop()
    {
        string room = await Rooms.CreateAsync("Unfolded");
        await Rooms.SayAsync(room, "Bob", 30);
        await Rooms.SayAsync(room, "Bob", string.Concat(Enumerable.Range(1, 500).Select(i => $"line {i}\n")) + "the end");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(31);
        float before = await page.TopOfAsync(31);

        await page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync().Within();
        await page.Locator("#jump", new() { HasText = "To the newest" }).WaitForAsync().Within();
        await Rooms.SayAsync(room, "Bob", "and on");
        await page.SeesAsync(32);

        Assert.IsGreaterThanOrEqualTo(0f, before);
        Assert.AreEqual(before, await page.TopOfAsync(31), 1f);
        await page.Locator("#jump", new() { HasText = "1 new message" }).WaitForAsync().Within();
    }

    [TestMethod]
    public async Task History_ReadOnFromItsStart_HasNoGapUpToTheEnd()
    {
        string room = await Rooms.CreateAsync("Down again");
        await Rooms.SayAsync(room, "Bob", 400);
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(400);
        for (int oldest = (await page.SequencesAsync())[0]; oldest > 1; oldest = (await page.SequencesAsync())[0])
        {
            await page.ScrollToAsync(0);
            await page.UntilAsync($"Number(document.querySelector('[data-sequence]').dataset.sequence) < {oldest}");
        }

        // What is said meanwhile is beyond the window, and follows what is read on to it.
        Assert.AreEqual(0, await page.Message(400).CountAsync().Within());
        await Rooms.SayAsync(room, "Bob", 3);
        await page.Locator("#jump", new() { HasText = "3 new messages" }).WaitForAsync().Within();
        for (int newest = (await page.SequencesAsync())[^1]; newest < 403; newest = (await page.SequencesAsync())[^1])
        {
            await page.ScrollToAsync(-100);
            await page.UntilAsync($"Number([...document.querySelectorAll('[data-sequence]')].at(-1).dataset.sequence) > {newest}");
            int[] sequences = await page.SequencesAsync();
            Assert.IsLessThanOrEqualTo(240, sequences.Length);
            CollectionAssert.AreEqual(Enumerable.Range(sequences[0], sequences.Length).ToArray(), sequences);
        }

        await page.ScrollToAsync(-1);
        await page.UntilAsync("document.getElementById('jump').hidden && !document.title.startsWith('(')");
        await Rooms.SayAsync(room, "Bob", 1);
        await page.SeesAsync(404);
    }

    [TestMethod]
    public async Task RoomOf100000Messages_ReadAlongAndJumpedThrough_HasAWindowInTheDocumentOnly()
    {
        const int Count = 100_000;
        const int MostElements = 4_000;
        string room = await Rooms.CreateAsync("Very long");
        await Crowd.FillAsync(Server, room, Count);
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(Count);

        for (int pages = 0; pages < 25; pages++)
        {
            int[] sequences = await page.SequencesAsync();
            Assert.IsLessThanOrEqualTo(240, sequences.Length);
            CollectionAssert.AreEqual(Enumerable.Range(sequences[0], sequences.Length).ToArray(), sequences);
            Assert.IsLessThan(MostElements, await page.Locator("*").CountAsync().Within());
            await page.ScrollToAsync(0);
            await page.UntilAsync($"Number(document.querySelector('[data-sequence]').dataset.sequence) < {sequences[0]}");
        }

        // From far up it is one step to the end, and what is said there is seen at once.
        await page.Locator("#jump").ClickAsync().Within();
        await page.SeesAsync(Count);
        await page.SayAsync("the last word");
        await page.SeesAsync(Count + 1);
        int[] atEnd = await page.SequencesAsync();
        Assert.IsLessThanOrEqualTo(240, atEnd.Length);
        CollectionAssert.AreEqual(Enumerable.Range(atEnd[0], atEnd.Length).ToArray(), atEnd);
    }
}
