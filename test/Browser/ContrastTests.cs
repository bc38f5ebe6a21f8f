using System.Globalization;
using Messenger.Browser.Fixtures;
using Microsoft.Playwright;

namespace Messenger.Browser;

/// <summary>Contrast as WCAG 2.2 has it (1.4.3 and 1.4.11, level AA), of the colours that the browser computes.</summary>
[TestClass]
public sealed class ContrastTests : BrowserTest
{
    private const double OfText = 4.5;
    private const double OfOutlines = 3;

    // Text of each kind that there is: its own colour against the nearest opaque one behind it. A canvas makes any notation of a colour numbers.
    private const string Measure =
        """
        () => {
          const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
          const paint = (colours) => {
            context.clearRect(0, 0, 1, 1);
            for (const colour of colours) {
              context.fillStyle = colour;
              context.fillRect(0, 0, 1, 1);
            }
            return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
          };
          const behind = element => {
            const colours = [];
            for (let at = element; at; at = at.parentElement) {
              colours.unshift(getComputedStyle(at).backgroundColor);
            }
            return colours;
          };
          const luminance = colour => {
            const [r, g, b] = colour.map(value => value / 255).map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ratio = (one, other) => {
            const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
            return (light + 0.05) / (dark + 0.05);
          };
          const isShown = element => element.checkVisibility() && element.getBoundingClientRect().width > 1 && !element.closest('[disabled], .hidden, .skip');
          const nameOf = element => `${element.tagName}.${element.className || element.id}`;
          const measured = [];
          for (const element of document.querySelectorAll('body *')) {
            const hasText = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
            if (hasText && isShown(element)) {
              const back = behind(element);
              measured.push(['text', nameOf(element), ratio(paint([...back, getComputedStyle(element).color]), paint(back))]);
            }
          }
          for (const element of document.querySelectorAll('.composer, dialog input')) {
            if (isShown(element)) {
              const back = behind(element.parentElement);
              measured.push(['outline', nameOf(element), ratio(paint([...back, getComputedStyle(element).borderTopColor]), paint(back))]);
            }
          }
          const send = document.getElementById('send');
          if (!send.disabled) {
            const around = behind(send.parentElement);
            const own = getComputedStyle(send);
            measured.push(['outline', 'send', ratio(paint([...around, own.backgroundColor]), paint(around))]);
            measured.push(['outline', 'icon of send', ratio(paint([...behind(send), own.color]), paint(behind(send)))]);
          }
          // The ring stands off the element, on what is behind it. The message's field is ringed by its outline, above.
          const focused = document.activeElement;
          if (focused.matches(':focus-visible') && getComputedStyle(focused).outlineStyle !== 'none') {
            const around = behind(focused.parentElement);
            measured.push(['outline', `ring of ${nameOf(focused)}`, ratio(paint([...around, getComputedStyle(focused).outlineColor]), paint(around))]);
          }
          const text = document.getElementById('text');
          const back = behind(text);
          measured.push(['text', 'placeholder', ratio(paint([...back, getComputedStyle(text, '::placeholder').color]), paint(back))]);
          return measured.map(([kind, name, value]) => `${kind} ${name} ${value}`);
        }
        """;

    [TestMethod]
    [DataRow(ColorScheme.Light)]
    [DataRow(ColorScheme.Dark)]
    public async Task Contrast_OfTextAndOutlines_IsThatOfLevelAa(ColorScheme scheme)
    {
        string room = await Rooms.CreateAsync("Contrast");
        string other = await Rooms.CreateAsync("Unread");

        // A name of each hue, and text of each kind.
        for (int i = 0; i < 60; i++)
        {
            await Rooms.SayAsync(room, $"Author {i}", $"Text with `code` and https://example.org/{i}");
        }

        IPage page = await Browser.PageAsync("Alice", new() { Locale = "en-US", ColorScheme = scheme, ViewportSize = new() { Width = 1280, Height = 800 } });
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(60);
        await page.RouteAsync("**/messages", route => route.AbortAsync()).Within();
        await page.SayAsync("This fails");
        await page.Locator(".failed").WaitForAsync().Within();
        await page.SetFocusedAsync(false);
        await Rooms.SayAsync(room, "Bob", "Below the line");
        await Rooms.SayAsync(other, "Bob", "Unread");
        await page.Locator(".line").WaitForAsync().Within();
        await page.HasUnreadAsync(other, 1);
        await page.ScrollToAsync(100);
        await page.Locator("#jump").WaitForAsync().Within();
        await AssertContrastAsync(page);

        await page.Locator("#new-room").ClickAsync().Within();
        await page.Locator("#ask-ok").ClickAsync().Within();
        await page.Locator("#ask-error", new() { HasText = "needed" }).WaitForAsync().Within();
        Assert.AreEqual(12, await page.EvaluateAsync<int>(
            "new Set([...document.querySelectorAll('.message .author')].map(author => author.className)).size").Within());
        await AssertContrastAsync(page);
    }

    [TestMethod]
    [DataRow(ColorScheme.Light)]
    [DataRow(ColorScheme.Dark)]
    public async Task Contrast_OfTheFocusRingAndTheSendButton_IsThatOfLevelAa(ColorScheme scheme)
    {
        string room = await Rooms.CreateAsync("Ring");
        for (int i = 0; i < 12; i++)
        {
            await Rooms.SayAsync(room, "Bob", $"line {i}");
        }

        // Colours that are on their way to others are measured as such.
        IPage page = await Browser.PageAsync("Alice", new() { Locale = "en-US", ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(12);
        await page.Locator("#text").FillAsync("so that it can be sent").Within();
        foreach (string id in (string[])["send", "log", "me", "new-room"])
        {
            await page.PressUntilAsync(id == "send" ? "Tab" : "Shift+Tab", id);
            string[] measured = await AssertContrastAsync(page);
            Assert.HasCount(1, measured.Where(line => line.Contains(" ring of ", StringComparison.Ordinal)));
            Assert.HasCount(2, measured.Where(line => line.StartsWith("outline send ", StringComparison.Ordinal) || line.Contains(" icon of ", StringComparison.Ordinal)));
        }
    }

    private static async Task<string[]> AssertContrastAsync(IPage page)
    {
        string[] measured = await page.EvaluateAsync<string[]>(Measure).Within();
        Assert.IsGreaterThan(15, measured.Length);
        string[] low = [.. measured.Where(line => RatioOf(line) < (line.StartsWith("text", StringComparison.Ordinal) ? OfText : OfOutlines)).Distinct()];
        Assert.IsEmpty(low, string.Join('\n', low));
        return measured;
    }

    private static double RatioOf(string line) => double.Parse(line[line.LastIndexOf(' ')..], CultureInfo.InvariantCulture);
}
