using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd;

/// <summary>What probes are told by a client.</summary>
[TestClass]
public sealed class ProbeTests
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience.Limit };

    [TestMethod]
    public async Task Readyz_OfAClientWhoseServerComesAndGoes_IsOkWhileTheStreamIsOpen()
    {
        int port = FreePort.Find();
        await using HostProcess client = await HostProcess.StartClientAsync(port);
        await UnreadyAsync(client, port);

        await using (HostProcess server = await HostProcess.StartServerAsync(port))
        {
            await client.UntilStreamIsOpenAsync();
            using HttpResponseMessage ready = await GetAsync(client, "readyz");
            Assert.AreEqual(HttpStatusCode.OK, ready.StatusCode);
            Assert.AreEqual("The client is ready.\n", await ready.Content.ReadAsStringAsync());
            Assert.IsTrue(ready.Headers.CacheControl!.NoStore);
        }

        await client.UntilLoggedAsync("There is no stream from", times: 2);
        await UnreadyAsync(client, port);
    }

    [TestMethod]
    public async Task Healthz_OfAClientWithoutAServer_IsOk()
    {
        await using HostProcess client = await HostProcess.StartClientAsync(FreePort.Find());

        using HttpResponseMessage response = await GetAsync(client, "healthz");

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.AreEqual("The client lives.\n", await response.Content.ReadAsStringAsync());
    }

    private static async Task UnreadyAsync(HostProcess client, int serverPort)
    {
        using HttpResponseMessage response = await GetAsync(client, "readyz");
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.AreEqual($"There is no stream from the server at localhost:{serverPort}.", problem.GetProperty("detail").GetString());
    }

    private static Task<HttpResponseMessage> GetAsync(HostProcess client, string path) =>
        Http.GetAsync(new Uri($"http://127.0.0.1:{client.Port}/{path}")).Within();
}
