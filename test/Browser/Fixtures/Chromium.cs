using System.Text.Json;
using Microsoft.Playwright;

namespace Messenger.Browser.Fixtures;

/// <summary>The browser of this machine, without a window. Each person who looks at a page has storage of their own.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly List<IBrowserContext> _people = [];

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
    public Task<IPage> PageAsync(string? name, string language = "en-US", int width = 1280) =>
        PageAsync(name, new() { Locale = language, ViewportSize = new() { Width = width, Height = 800 } });

    /// <inheritdoc cref="PageAsync(string?, string, int)"/>
    public async Task<IPage> PageAsync(string? name, BrowserNewContextOptions options)
    {
        IBrowserContext person = await _browser.NewContextAsync(options).Within();
        _people.Add(person);
        person.SetDefaultTimeout((float)Patience.Limit.TotalMilliseconds);
        if (name is not null)
        {
            await person.AddInitScriptAsync($"localStorage.setItem('messenger.name', '{JsonSerializer.Serialize(name)}')").Within();
        }

        return await person.NewPageAsync().Within();
    }

    /// <summary>Closes the pages of all.</summary>
    public async Task CloseAllAsync()
    {
        foreach (IBrowserContext person in _people)
        {
            await person.CloseAsync().Within();
        }

        _people.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
