using Messenger.Browser.Fixtures;

namespace Messenger.Browser;

/// <summary>A test of the page in a real browser, over real processes, which all tests share. Its pages are closed after it.</summary>
[TestClass]
public abstract class BrowserTest
{
    private static Task<Deployment>? _deployment;

    internal static Chromium Browser => Shared.Browser;

    internal static HostProcess Server => Shared.Server;

    internal static HostProcess Client => Shared.Client;

    internal static HostProcess Other => Shared.Other;

    internal static Rooms Rooms => Shared.Rooms;

    private static Deployment Shared => _deployment!.Result;

    [AssemblyCleanup]
    public static async Task StopAsync()
    {
        if (_deployment is { IsCompletedSuccessfully: true })
        {
            await _deployment.Result.DisposeAsync();
        }
    }

    [TestInitialize]
    public Task StartAsync() => _deployment ??= Deployment.StartAsync();

    [TestCleanup]
    public Task CloseAsync() => _deployment is { IsCompletedSuccessfully: true } ? Browser.CloseAllAsync() : Task.CompletedTask;
}
