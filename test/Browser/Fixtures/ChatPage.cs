using Microsoft.Playwright;

namespace Messenger.Browser.Fixtures;

/// <summary>What people do with a page, and see of it.</summary>
internal static class ChatPage
{
    /// <summary>Goes somewhere, and waits until the page has heard of its events.</summary>
    public static async Task OpenAsync(this IPage page, HostProcess client, string path = "/")
    {
        await page.GotoAsync($"http://localhost:{client.Port}{path}").Within();
        await page.Locator("#state[data-state=live]").WaitForAsync().Within();
    }

    /// <summary>Writes something and sends it by the keyboard.</summary>
    public static async Task SayAsync(this IPage page, string text)
    {
        await page.Locator("#text").FillAsync(text).Within();
        await page.Locator("#text").PressAsync("Enter").Within();
    }

    /// <summary>Waits until the page shows the room's message of this sequence.</summary>
    public static Task SeesAsync(this IPage page, int sequence) => page.Message(sequence).WaitForAsync().Within();

    /// <summary>The sequences of the messages in the document.</summary>
    public static Task<int[]> SequencesAsync(this IPage page) => page.EvaluateAsync<int[]>(
        "[...document.querySelectorAll('[data-sequence]')].map(item => Number(item.dataset.sequence))").Within();

    /// <summary>The texts of all messages in the document, of those on their way, too.</summary>
    public static async Task<string> TextsAsync(this IPage page) =>
        string.Join('|', await page.Locator(".message .text").AllTextContentsAsync().Within());

    /// <summary>Waits until something holds in the page: asked from here, since the page's own policy forbids Playwright to ask there.</summary>
    public static async Task UntilAsync(this IPage page, string condition)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        while (!await page.EvaluateAsync<bool>(condition).Within())
        {
            Assert.IsLessThan(end, DateTime.UtcNow, $"Waited in vain: {condition}");
            await Task.Delay(20);
        }
    }

    /// <summary>The message of this sequence.</summary>
    public static ILocator Message(this IPage page, int sequence) => page.Locator($"[data-sequence='{sequence}']");

    /// <summary>Has all of a message shown that is folded.</summary>
    public static Task UnfoldAsync(this IPage page, int sequence) =>
        page.Message(sequence).GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync().Within();

    /// <summary>Hides or shows it, as another tab in front does: a browser without a window shows all of its tabs.</summary>
    public static Task SetHiddenAsync(this IPage page, bool isHidden) => page.EvaluateAsync(
        """
        isHidden => {
          Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """,
        isHidden).Within();

    /// <summary>Gives it the focus or takes it, as a window beside it does: a browser without a window lets all have it.</summary>
    public static Task SetFocusedAsync(this IPage page, bool isFocused) => page.EvaluateAsync(
        """
        isFocused => {
          document.hasFocus = () => isFocused;
          dispatchEvent(new Event(isFocused ? 'focus' : 'blur'));
        }
        """,
        isFocused).Within();

    /// <summary>Scrolls the messages to this distance from their top, or from their end if it is negative.</summary>
    public static Task ScrollToAsync(this IPage page, int distance) => page.EvaluateAsync(
        "distance => { const log = document.getElementById('log'); log.scrollTop = distance < 0 ? log.scrollHeight - log.clientHeight + distance : distance; }",
        distance).Within();

    /// <summary>How far a message's top is below the top of the messages' area, in pixels.</summary>
    public static Task<float> TopOfAsync(this IPage page, int sequence) => page.EvaluateAsync<float>(
        """
        sequence => document.querySelector(`[data-sequence='${sequence}']`).getBoundingClientRect().top
          - document.getElementById('log').getBoundingClientRect().top
        """,
        sequence).Within();

    /// <summary>The sequence of the first message that is in sight as a whole.</summary>
    public static Task<int> FirstInSightAsync(this IPage page) => page.EvaluateAsync<int>(
        """
        () => {
          const top = document.getElementById('log').getBoundingClientRect().top;
          return Number([...document.querySelectorAll('[data-sequence]')].find(item => item.getBoundingClientRect().top >= top).dataset.sequence);
        }
        """).Within();

    /// <summary>
    /// Waits until the page has heard how far a room is, and has read it up to there or taken it for read: what was said before a browser's first
    /// visit is no news, and what is said from here on is.
    /// </summary>
    public static Task HasMarkAsync(this IPage page, string room, int sequence = 0) =>
        page.UntilAsync($"JSON.parse(localStorage.getItem('messenger.read'))?.rooms['{room}'] === {sequence}");

    /// <summary>Waits until so many messages of a room are counted as unread.</summary>
    public static Task HasUnreadAsync(this IPage page, string room, int count) =>
        page.UntilAsync($"document.querySelector(\"a[data-room='{room}'].unread .badge\")?.textContent === '{count}'");

    /// <summary>Asserts that nothing is wider than what is to hold it: nobody has to scroll to the side but within code.</summary>
    public static async Task FitsAsync(this IPage page) => Assert.AreEqual("", await page.EvaluateAsync<string>(
        """
        () => [...document.querySelectorAll('html, body, #room, #side, #log, #list, .message, .text, #composer')]
          .filter(element => element.scrollWidth > element.clientWidth || element.getBoundingClientRect().right > innerWidth)
          .map(element => element.id || element.className || element.tagName).join(' ')
        """).Within());

    /// <summary>Presses a key until an element has the focus, some times at most.</summary>
    public static async Task PressUntilAsync(this IPage page, string key, string id)
    {
        const int Most = 20;
        for (int i = 0; i < Most && !await page.EvaluateAsync<bool>($"document.activeElement?.id === '{id}'").Within(); i++)
        {
            await page.Keyboard.PressAsync(key).Within();
        }

        Assert.AreEqual(id, await page.EvaluateAsync<string>("document.activeElement?.id").Within());
    }
}
