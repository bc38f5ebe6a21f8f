using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.Rooms;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

/// <summary>What is sent again with its key is kept once, and answered as it was the first time.</summary>
[TestClass]
public sealed class RetryTests
{
    private static HostProcess _server = null!;
    private static GrpcChat _chat = null!;
    private static RoomChat _rooms = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        _server = await HostProcess.StartServerAsync();
        _chat = new GrpcChat(_server);
        _rooms = new RoomChat(_server);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        _chat.Dispose();
        _rooms.Dispose();
        await _server.DisposeAsync();
    }

    [TestMethod]
    public async Task Send_AgainWithItsKey_IsAnsweredAlikeAndHeardOnce()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new GrpcChat(server);
        using var stream = await chat.OpenStreamAsync();

        Timestamp first = (await chat.SendAsync("Alice", "Hello", "key")).SendTime;
        Timestamp again = (await chat.SendAsync("Alice", "Hello", "key")).SendTime;
        await chat.SendAsync("Alice", "That was all");

        Assert.AreEqual(first, again);
        Assert.AreEqual(first, (await GrpcChat.ReadOneAsync(stream)).SendTime);
        Assert.AreEqual("That was all", (await GrpcChat.ReadOneAsync(stream)).Text);
    }

    [TestMethod]
    public async Task Send_OfAnotherMessageWithTheSameKey_IsRefused()
    {
        await _chat.SendAsync("Alice", "Hello", "taken");

        Status text = await _chat.RefusedAsync("Alice", "Good bye", "taken");
        Status author = await _chat.RefusedAsync("Bob", "Hello", "taken");

        Assert.AreEqual(StatusCode.AlreadyExists, text.StatusCode);
        Assert.Contains("'taken'", text.Detail);
        Assert.AreEqual(text, author);
    }

    [TestMethod]
    public async Task Send_WithAKeyThatIsTooLong_IsAnInvalidArgument()
    {
        Status status = await _chat.RefusedAsync("Alice", "Hello", new string('k', 129));

        Assert.AreEqual(
            new Status(StatusCode.InvalidArgument, "'idempotency-key' has 129 characters: 1 to 128 of printable ASCII are allowed."), status);
    }

    [TestMethod]
    public async Task Talk_AgainWithItsKey_IsAnsweredAlikeAndKeptOnce()
    {
        string room = await _rooms.CreateAsync();
        using Talk talk = _rooms.Talk();
        for (int i = 0; i < 3; i++)
        {
            await talk.SayAsync(room, "Hello", idempotencyKey: "key");
        }

        await talk.SayAsync(room, "Hello");
        await talk.CompleteAsync();

        (Message[] answers, Status end) = await talk.ReadToEndAsync();
        Assert.AreEqual(Status.OK, end);
        Assert.AreSequenceEqual([1, 1, 1, 2], answers.Select(answer => answer.Sequence));
        Assert.HasCount(2, answers.Distinct());
        CollectionAssert.AreEqual(answers[2..], await _rooms.HistoryAsync(room));
    }

    [TestMethod]
    [DataRow("taken", StatusCode.AlreadyExists, "'taken'")]
    [DataRow("\n", StatusCode.InvalidArgument, "'idempotency_key' has 1 characters")]
    public async Task Talk_WithAKeyThatIsRefused_EndsWithItsStatusAndKeepsWhatWasSaidBefore(string key, StatusCode code, string detail)
    {
        string room = await _rooms.CreateAsync();
        using Talk talk = _rooms.Talk();
        await talk.SayAsync(room, "Hello", idempotencyKey: "taken");
        await talk.SayAsync(room, "Good bye", idempotencyKey: key);

        (Message[] answers, Status end) = await talk.ReadToEndAsync();

        Assert.AreEqual(code, end.StatusCode);
        Assert.Contains(detail, end.Detail);
        Assert.AreSequenceEqual(["Hello"], answers.Select(answer => answer.Content));
        CollectionAssert.AreEqual(answers, await _rooms.HistoryAsync(room));
    }

    [TestMethod]
    public async Task Send_OverTheOtherContract_IsTheSameMessage()
    {
        Timestamp first = (await _chat.SendAsync("Alice", "Hello", "both")).SendTime;
        using Talk talk = _rooms.Talk();

        await talk.SayAsync("shared", "Hello", "Alice", "both");

        Assert.AreEqual(first, (await talk.AnswerAsync()).SendTime);
    }

    [TestMethod]
    public async Task Send_RetriedAfterTheServerWasKilledInTheMidstOfIt_KeepsEachMessageOnce()
    {
        const int Senders = 8;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("messenger-retry-");
        (string, string) data = ("MESSENGER_DATA", Path.Combine(folder.FullName, "messenger.db"));
        Dictionary<string, Timestamp> acknowledged = [];
        int unknown = 0;
        for (int life = 0; life < 3; life++)
        {
            int enough = Senders * 20;
            List<string> retries = [];
            await using (HostProcess server = await HostProcess.StartServerAsync(0, data))
            {
                using var chat = new GrpcChat(server);
                await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
                {
                    for (int i = 0; ; i++)
                    {
                        string key = string.Create(CultureInfo.InvariantCulture, $"{life}/{sender}/{i}");
                        try
                        {
                            Timestamp time = (await chat.SendAsync("Alice", key, key)).SendTime;
                            lock (acknowledged)
                            {
                                acknowledged.Add(key, time);
                            }
                        }
                        catch (RpcException)
                        {
                            lock (retries)
                            {
                                retries.Add(key);
                            }

                            return;
                        }

                        if (Interlocked.Decrement(ref enough) == 0)
                        {
                            server.Kill();
                        }
                    }
                }))).Within();
            }

            await using HostProcess again = await HostProcess.StartServerAsync(0, data);
            using var chatAgain = new GrpcChat(again);
            unknown += retries.Count;
            foreach (string key in retries)
            {
                acknowledged.Add(key, (await chatAgain.SendAsync("Alice", key, key)).SendTime);
            }

            foreach (string key in acknowledged.Keys.Take(50))
            {
                Assert.AreEqual(acknowledged[key], (await chatAgain.SendAsync("Alice", key, key)).SendTime);
            }

            using var rooms = new RoomChat(again);
            Message[] history = await rooms.HistoryAsync("shared");
            Assert.HasCount(acknowledged.Count, history);
            foreach (Message message in history)
            {
                Assert.AreEqual(acknowledged[message.Content], message.SendTime);
            }
        }

        Console.WriteLine($"{acknowledged.Count} messages, of {unknown} of them it was not known whether they were kept.");
        Assert.IsGreaterThan(0, unknown);
        folder.Delete(recursive: true);
    }
}
