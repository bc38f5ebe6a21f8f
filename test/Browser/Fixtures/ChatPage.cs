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
    public static Task SeesAsync(this IPage page, int sequence) => page.Locator($"[data-sequence='{sequence}']").WaitForAsync().Within();

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
}
