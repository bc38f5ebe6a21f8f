using Microsoft.Playwright;

namespace Messenger.Browser.Fixtures;

/// <summary>The browser of this machine, without a window. Each person who looks at a page has storage of their own.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Starts it. Where there is none, the test says so and is skipped.</summary>
    public static async Task<Chromium> StartAsync()
    {
        if (!File.Exists(Program))
        {
            Assert.Inconclusive($"This needs {Program}.");
        }

        IPlaywright playwright = await Playwright.CreateAsync().Within();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        }).Within();
        return new Chromium(playwright, browser);
    }

    /// <summary>A person's page, which has not gone anywhere yet.</summary>
    /// <param name="name">The name they have chosen before; null if they have not.</param>
    /// <param name="language">Their browser's language.</param>
    /// <param name="width">Their window's width, in pixels.</param>
    public async Task<IPage> PageAsync(string? name, string language = "en-US", int width = 1280)
    {
        IBrowserContext person = await _browser.NewContextAsync(
            new() { Locale = language, ViewportSize = new() { Width = width, Height = 800 } }).Within();
        person.SetDefaultTimeout((float)Patience.Limit.TotalMilliseconds);
        if (name is not null)
        {
            await person.AddInitScriptAsync($"localStorage.setItem('messenger.name', '\"{name}\"')").Within();
        }

        return await person.NewPageAsync().Within();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
