using System.Net;
using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd.Metrics;

/// <summary>What the client's metrics say after traffic, and faults, that are known.</summary>
[TestClass]
public sealed class ClientMetricsTests
{
    [TestMethod]
    public async Task Scrape_AfterKnownTraffic_HasItsNumbers()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port, Scrape.Setting, ("MESSENGER_MAILBOX_MESSAGES", "2"));
        await client.UntilStreamIsOpenAsync();
        using var api = new ChatApi(client);
        for (int i = 0; i < 5; i++)
        {
            await api.SendAsync("Alice", "Hello");
        }

        using HttpResponseMessage refused = await api.TrySendAsync(new string('x', 300), "Hello");
        Assert.AreEqual(HttpStatusCode.BadRequest, refused.StatusCode);

        Scrape scrape = await Scrape.UntilAsync(
            client, scrape => scrape.Sum("messenger_client_mailbox_dropped_total") == 3, "all messages to be received");
        Assert.AreEqual(1, scrape.Sum("messenger_client_stream_open"));
        Assert.AreEqual(0, scrape.Sum("messenger_client_stream_reconnects_total"));
        Assert.AreEqual(2, scrape.Sum("messenger_client_mailbox_messages"));
        Assert.IsGreaterThan(0, scrape.Sum("messenger_client_mailbox_size_bytes"));
        Assert.AreEqual(5, scrape.Sum("messenger_client_sends_total", ("messenger_send_outcome", "kept")));
        Assert.AreEqual(1, scrape.Sum("messenger_client_sends_total", ("messenger_send_outcome", "refused")));
        Assert.AreEqual(6, scrape.Sum("messenger_client_sends_total"));
        Assert.DoesNotContain("Alice", scrape.Text);

        await api.FlushAsync();
        Scrape flushed = await Scrape.OfAsync(client);
        Assert.AreEqual(0, flushed.Sum("messenger_client_mailbox_messages"));
        Assert.AreEqual(0, flushed.Sum("messenger_client_mailbox_size_bytes"));
        Assert.AreEqual(3, flushed.Sum("messenger_client_mailbox_dropped_total"));
    }

    [TestMethod]
    public async Task Scrape_OverAServerThatForgets_HasThatTheStreamWasClosedAndOpenedAgainWithAGap()
    {
        int port = FreePort.Find();
        HostProcess server = await HostProcess.StartServerAsync(port, ("MESSENGER_DATA", "memory"));
        await using HostProcess client = await HostProcess.StartClientAsync(port, Scrape.Setting, ("MESSENGER_SEND_SECONDS", "1"));
        await client.UntilStreamIsOpenAsync();
        using var api = new ChatApi(client);
        await api.SendAsync("Alice", "Hello");
        await server.DisposeAsync();
        await Scrape.UntilAsync(client, scrape => scrape.Sum("messenger_client_stream_open") == 0, "the stream to be closed");
        using HttpResponseMessage unsent = await api.TrySendAsync("Alice", "to nobody");
        Assert.AreNotEqual(HttpStatusCode.OK, unsent.StatusCode);
        Scrape closed = await Scrape.OfAsync(client);
        Assert.AreEqual(1, closed.Sum("messenger_client_sends_total", ("messenger_send_outcome", "unsent")));

        server = await HostProcess.StartServerAsync(port, ("MESSENGER_DATA", "memory"));
        await using (server)
        {
            Scrape open = await Scrape.UntilAsync(client, scrape => scrape.Sum("messenger_client_stream_open") == 1, "the stream to be open again");

            Assert.AreEqual(1, open.Sum("messenger_client_stream_reconnects_total"));
            Assert.AreEqual(1, open.Sum("messenger_client_stream_gaps_total"));
        }
    }

    [TestMethod]
    public async Task Scrape_HasThePagesThatAreOpen()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port, Scrape.Setting);
        using var api = new ChatApi(client);

        await using (EventConnection one = await EventConnection.OpenAsync(api.Http, "?room=shared"))
        {
            await using EventConnection two = await EventConnection.OpenAsync(api.Http);
            Assert.AreEqual(2, (await Scrape.OfAsync(client)).Sum("messenger_client_event_streams_open"));
        }

        await Scrape.UntilAsync(client, scrape => scrape.Sum("messenger_client_event_streams_open") == 0, "the streams to end");
    }
}
