namespace Messenger.Browser.Fixtures;

/// <summary>A browser, a server, and two clients of it: what the tests share that do not end any of them.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];

    private Deployment()
    {
    }

    public Chromium Browser { get; private set; } = null!;

    public HostProcess Server { get; private set; } = null!;

    public HostProcess Client { get; private set; } = null!;

    /// <summary>Another client of the same server.</summary>
    public HostProcess Other { get; private set; } = null!;

    /// <summary>The rooms, by way of the first client.</summary>
    public Rooms Rooms { get; private set; } = null!;

    /// <summary>Starts it. Where there is no browser, the test says so and is skipped.</summary>
    public static async Task<Deployment> StartAsync()
    {
        var made = new Deployment();
        try
        {
            made.Browser = made.Keep(await Chromium.StartAsync());
            made.Server = made.Keep(await HostProcess.StartServerAsync());
            made.Client = made.Keep(await HostProcess.StartClientAsync(made.Server.Port));
            made.Other = made.Keep(await HostProcess.StartClientAsync(made.Server.Port));
            made.Rooms = new Rooms(made.Client);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Rooms?.Dispose();
        foreach (IAsyncDisposable part in _parts)
        {
            await part.DisposeAsync();
        }
    }

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
