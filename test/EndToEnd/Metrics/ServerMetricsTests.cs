using System.Net;
using System.Net.Http.Headers;
using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Fixtures;
using Messenger.Fixtures.Disk;
using Messenger.Grpc;

namespace Messenger.EndToEnd.Metrics;

/// <summary>What the server's metrics say after traffic that is known.</summary>
[TestClass]
public sealed class ServerMetricsTests
{
    private const string ReadMessages = "mes_grpc.MessengerServer/ReadMessages";
    private const string SendMessage = "mes_grpc.MessengerServer/SendMessage";

    [TestMethod]
    public async Task Scrape_AfterKnownTraffic_HasItsNumbers()
    {
        const int Sends = 5;
        await using HostProcess server = await HostProcess.StartServerAsync(0, Scrape.Setting);
        using var rooms = new RoomChat(server);
        string room = await rooms.CreateAsync("The room");
        using (var chat = new GrpcChat(server))
        {
            using AsyncServerStreamingCall<ReadMessagesResponse> one = await chat.OpenStreamAsync();
            using AsyncServerStreamingCall<ReadMessagesResponse> two = await chat.OpenStreamAsync();
            for (int i = 0; i < Sends; i++)
            {
                await chat.SendAsync("Alice", "Hello");
            }

            await chat.RefusedAsync("Alice", " ");
            await chat.SendAsync("Bob", "once", "key");
            await chat.RefusedAsync("Bob", "twice", "key");
            await rooms.SayAsync(room, "in the room");

            Scrape open = await Scrape.UntilAsync(
                server, scrape => scrape.Sum("messenger_deliveries_total") == 2 * (Sends + 1), "all deliveries");

            Assert.AreEqual(Sends + 2, open.Sum("messenger_sends_total", ("messenger_send_outcome", "kept")));
            Assert.AreEqual(2, open.Sum("messenger_sends_total", ("messenger_send_outcome", "refused")));
            Assert.AreEqual(0, open.Sum("messenger_sends_total", ("messenger_send_outcome", "unknown")));
            Assert.AreEqual(1, open.Sum("messenger_refusals_total", ("messenger_refusal_reason", "invalid_argument")));
            Assert.AreEqual(1, open.Sum("messenger_refusals_total", ("messenger_refusal_reason", "key_conflict")));
            Assert.AreEqual(2, open.Sum("messenger_refusals_total"));
            Assert.AreEqual(2, open.Sum("messenger_calls_open", ("rpc_method", ReadMessages)));
            Assert.AreEqual(0, open.Sum("messenger_calls_open", ("rpc_method", SendMessage)));
            Assert.AreEqual(2, open.Sum("messenger_connections_open"));
            Assert.AreEqual(2, open.Sum("messenger_rooms"));
            Assert.AreEqual(0, open.Sum("messenger_readers_queued"));
            Assert.AreEqual(0, open.Sum("messenger_readers_lag"));
            Assert.AreEqual(Sends + 2, open.Sum("messenger_journal_commit_size_sum"));
            Assert.IsGreaterThan(0, open.Sum("messenger_journal_commit_duration_seconds_sum"));
            Assert.IsGreaterThan(0, open.Sum("messenger_journal_size_bytes"));
            Assert.AreEqual(Sends + 1, Calls(open, SendMessage, "OK"));
            Assert.AreEqual(1, Calls(open, SendMessage, "INVALID_ARGUMENT"));
            Assert.AreEqual(1, Calls(open, SendMessage, "ALREADY_EXISTS"));
            Assert.AreEqual(0, Calls(open, ReadMessages, "CANCELLED"));
            foreach (string said in new[] { "Alice", "Bob", "Hello", "The room", room, "\"key\"" })
            {
                Assert.DoesNotContain(said, open.Text);
            }
        }

        Scrape left = await Scrape.UntilAsync(
            server,
            scrape => Calls(scrape, ReadMessages, "CANCELLED") == 2 && scrape.Sum("messenger_connections_open") == 1,
            "the streams and their connection to end");
        Assert.AreEqual(0, left.Sum("messenger_calls_open"));
        Assert.AreEqual(2 * (Sends + 1), left.Sum("messenger_deliveries_total"));
        Assert.AreEqual(2, left.Sum("messenger_refusals_total"));
    }

    [TestMethod]
    public async Task Scrape_AfterCallsOfMethodsThatAreNot_HasOneLabelForAll()
    {
        await using HostProcess server = await HostProcess.StartServerAsync(0, Scrape.Setting);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (string path in new[] { "mes_grpc.MessengerServer/Invented", "invented.Service/Method", "invented" })
        {
            using var content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } };
            using HttpResponseMessage response = await http.PostAsync(new Uri($"http://127.0.0.1:{server.Port}/{path}"), content).Within();
        }

        Scrape scrape = await Scrape.OfAsync(server);

        Assert.AreEqual(3, Calls(scrape, "_OTHER", "UNIMPLEMENTED"));
        Assert.AreEqual(3, scrape.Sum("messenger_refusals_total", ("messenger_refusal_reason", "unknown_method")));
        Assert.DoesNotContain("nvented", scrape.Text);
    }

    [TestMethod]
    public async Task Scrape_WhileAReaderIsFrozen_HasItsLagAndItsLapseAndThatItCatchesUp()
    {
        const int Queue = 10;
        await using HostProcess server = await HostProcess.StartServerAsync(0, Scrape.Setting, ("MESSENGER_QUEUE_MESSAGES", $"{Queue}"));
        await using HostProcess reader = await HostProcess.StartClientAsync(server.Port);
        await reader.UntilStreamIsOpenAsync();
        using var chat = new GrpcChat(server);
        string text = new('x', 60_000);
        await chat.SendAsync("Alice", text);

        reader.Freeze();

        // More than a batch in hand and a full queue.
        Scrape behind = await SendUntilAsync(scrape => scrape.Sum("messenger_readers_lag") > 2 * Queue);
        Assert.IsLessThanOrEqualTo(Queue, behind.Sum("messenger_readers_queued"));
        Assert.IsLessThan(behind.Sum("messenger_sends_total"), behind.Sum("messenger_deliveries_total"));

        reader.Thaw();
        Scrape ahead = await Scrape.UntilAsync(
            server, scrape => scrape.Sum("messenger_readers_catch_ups_total") > 0 && scrape.Sum("messenger_readers_lag") == 0, "the reader to catch up");
        Assert.IsGreaterThan(0, ahead.Sum("messenger_readers_lapses_total"));
        Assert.AreEqual(0, ahead.Sum("messenger_readers_queued"));
        Assert.AreEqual(ahead.Sum("messenger_sends_total"), ahead.Sum("messenger_deliveries_total"));

        async Task<Scrape> SendUntilAsync(Func<Scrape, bool> condition)
        {
            DateTime end = DateTime.UtcNow + Patience.Limit;
            Scrape scrape;
            do
            {
                Assert.IsLessThan(end, DateTime.UtcNow, "The reader does not fall behind.");
                await chat.SendAsync("Alice", text);
                scrape = await Scrape.OfAsync(server);
            }
            while (!condition(scrape));
            return scrape;
        }
    }

    [TestMethod]
    public async Task Scrape_WhileACommitHangs_HasWhatWaitsAndThenHowLongItTook()
    {
        const int Waiting = 3;
        await using HangingServer server = await HangingServer.StartAsync(Scrape.Setting);
        using var chat = new GrpcChat(server.Process);
        await chat.SendAsync("Alice", "before");
        Scrape before = await Scrape.UntilAsync(
            server.Process, scrape => scrape.Sum("messenger_journal_waiting_messages") == 0, "the writer to be through");

        server.Disk.Break($"sync * {FaultyDisk.Hang} -1");
        Task sends = Task.WhenAll(Enumerable.Range(0, Waiting).Select(i => chat.SendAsync("Alice", $"{i}")));
        await server.Disk.UntilHangingAsync();
        long hangs = System.Diagnostics.Stopwatch.GetTimestamp();
        Scrape during = await Scrape.UntilAsync(
            server.Process, scrape => scrape.Sum("messenger_journal_waiting_messages") == Waiting, "all sends to wait");
        Assert.IsGreaterThan(Waiting * 100, during.Sum("messenger_journal_waiting_size_bytes"));
        Assert.AreEqual(Commits(before), Commits(during));
        double least = System.Diagnostics.Stopwatch.GetElapsedTime(hangs).TotalSeconds;
        server.Disk.Mend();
        await sends;

        Scrape after = await Scrape.UntilAsync(
            server.Process, scrape => scrape.Sum("messenger_journal_waiting_messages") == 0, "the writer to be through");
        Assert.AreEqual(0, after.Sum("messenger_journal_waiting_size_bytes"));
        Assert.IsGreaterThanOrEqualTo(
            least,
            after.Sum("messenger_journal_commit_duration_seconds_sum") - before.Sum("messenger_journal_commit_duration_seconds_sum"));
        Assert.AreEqual(Waiting, after.Sum("messenger_journal_commit_size_sum") - before.Sum("messenger_journal_commit_size_sum"));
    }

    [TestMethod]
    public async Task Scrape_WhileTheDiskFails_TellsTheSendOfWhichNobodyKnowsFromThoseThatAreNotStored()
    {
        await using HangingServer server = await HangingServer.StartAsync(Scrape.Setting);
        using var chat = new GrpcChat(server.Process);

        server.Disk.Break($"sync * {FaultyDisk.IoError} -1");
        await chat.RefusedAsync("Alice", "lost");
        await chat.RefusedAsync("Alice", "not stored");

        Scrape scrape = await Scrape.OfAsync(server.Process);
        Assert.AreEqual(1, scrape.Sum("messenger_sends_total", ("messenger_send_outcome", "unknown")));
        Assert.AreEqual(1, scrape.Sum("messenger_sends_total", ("messenger_send_outcome", "refused")));
        Assert.AreEqual(2, scrape.Sum("messenger_refusals_total", ("messenger_refusal_reason", "journal_unavailable")));
        Assert.AreEqual(0, scrape.Sum("messenger_sends_total", ("messenger_send_outcome", "kept")));
    }

    private static double Calls(Scrape scrape, string method, string status) => scrape.Sum(
        "rpc_server_call_duration_seconds_count", ("rpc_system_name", "grpc"), ("rpc_method", method), ("rpc_response_status_code", status));

    private static double Commits(Scrape scrape) => scrape.Sum("messenger_journal_commit_duration_seconds_count");
}
