namespace Messenger.EndToEnd.Fixtures;

/// <summary>A server and clients that hear it.</summary>
internal sealed class RunningChat : IAsyncDisposable
{
    private RunningChat(HostProcess server)
    {
        Server = server;
    }

    public HostProcess Server { get; }

    public List<HostProcess> Clients { get; } = [];

    /// <summary>The API of each client.</summary>
    public List<ChatApi> Apis { get; } = [];

    /// <summary>Starts them, and waits until the clients' streams are open.</summary>
    public static async Task<RunningChat> StartAsync(
        int clients = 1, int serverPort = 0, params (string Name, string Value)[] clientSettings)
    {
        var chat = new RunningChat(await HostProcess.StartServerAsync(serverPort));
        try
        {
            for (int i = 0; i < clients; i++)
            {
                await chat.AddClientAsync(clientSettings);
            }

            return chat;
        }
        catch
        {
            await chat.DisposeAsync();
            throw;
        }
    }

    public async Task<ChatApi> AddClientAsync(params (string Name, string Value)[] settings)
    {
        HostProcess client = await HostProcess.StartClientAsync(Server.Port, settings);
        Clients.Add(client);
        Apis.Add(new ChatApi(client));
        await client.UntilStreamIsOpenAsync();
        return Apis[^1];
    }

    public async ValueTask DisposeAsync()
    {
        Apis.ForEach(api => api.Dispose());
        foreach (HostProcess client in Clients)
        {
            await client.DisposeAsync();
        }

        await Server.DisposeAsync();
    }
}
