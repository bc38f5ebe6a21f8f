using System.Text.RegularExpressions;
using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd;

[TestClass]
public sealed partial class ChattingTests
{
    [TestMethod]
    public async Task Send_OfAMessage_IsInTheMailboxOfEveryClientOnce()
    {
        await using RunningChat chat = await RunningChat.StartAsync(clients: 2);

        string sendTime = await chat.Apis[0].SendAsync("Alice", "Hello");

        ChatMessage expected = new("Alice", "Hello", sendTime);
        foreach (ChatApi api in chat.Apis)
        {
            Assert.AreEqual(expected, (await api.CollectAsync(1)).Single());
            Assert.IsEmpty(await api.FlushAsync());
        }
    }

    [TestMethod]
    public async Task Send_BySendersOnTwoClients_IsInOneOrderForBoth()
    {
        const int Senders = 8;
        const int Each = 50;
        await using RunningChat chat = await RunningChat.StartAsync(clients: 2);

        ChatMessage[][] sent = await Task.WhenAll(Enumerable.Range(0, Senders).Select(async sender =>
        {
            List<ChatMessage> messages = [];
            for (int i = 0; i < Each; i++)
            {
                string text = $"{sender}-{i:D2}";
                string sendTime = await chat.Apis[(sender + i) % 2].SendAsync($"sender {sender}", text);
                messages.Add(new ChatMessage($"sender {sender}", text, sendTime));
            }

            return messages.ToArray();
        }));
        ChatMessage[] first = await chat.Apis[0].CollectAsync(Senders * Each);
        ChatMessage[] second = await chat.Apis[1].CollectAsync(Senders * Each);

        CollectionAssert.AreEqual(first, second);
        CollectionAssert.AreEquivalent(sent.SelectMany(messages => messages).ToArray(), first);
        string[] times = [.. first.Select(message => message.SendTime)];
        CollectionAssert.AreEqual(times.Distinct().Order(StringComparer.Ordinal).ToArray(), times);
        foreach (ChatMessage[] messages in sent)
        {
            CollectionAssert.AreEqual(messages, first.Where(message => message.Author == messages[0].Author).ToArray());
        }

        foreach (string time in times)
        {
            Assert.MatchesRegex(NineDigits(), time);
        }
    }

    [TestMethod]
    public async Task Flush_RightAfterASend_HoldsItsMessage()
    {
        const int Others = 6;
        const int Rounds = 100;
        await using RunningChat chat = await RunningChat.StartAsync(clients: 2);

        // Each client has one user who flushes; the others make the crowd that they must not get lost in.
        Task[] crowd = [.. Enumerable.Range(0, Others).Select(async other =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                await chat.Apis[other % 2].SendAsync($"other {other}", $"{i}");
            }
        })];
        await Task.WhenAll(chat.Apis.Select(async (api, number) =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                string sendTime = await api.SendAsync($"user {number}", $"{i}");
                Assert.Contains(new ChatMessage($"user {number}", $"{i}", sendTime), await api.FlushAsync());
            }
        }));

        await Task.WhenAll(crowd);
    }

    [TestMethod]
    public async Task Flush_ByManyAtATime_HasEachMessageInExactlyOne()
    {
        const int Senders = 4;
        const int Each = 50;
        const int Flushers = 4;
        await using RunningChat chat = await RunningChat.StartAsync();
        ChatApi api = chat.Apis[0];
        using var sent = new CancellationTokenSource();

        Task<ChatMessage[][]>[] flushers = [.. Enumerable.Range(0, Flushers).Select(async _ =>
        {
            List<ChatMessage[]> flushes = [];
            while (!sent.IsCancellationRequested)
            {
                flushes.Add(await api.FlushAsync());
            }

            return flushes.ToArray();
        })];
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async sender =>
        {
            for (int i = 0; i < Each; i++)
            {
                await api.SendAsync($"sender {sender}", $"{i}");
            }
        }));
        await sent.CancelAsync();
        ChatMessage[][] flushes = [.. (await Task.WhenAll(flushers)).SelectMany(flushed => flushed), await api.FlushAsync()];

        ChatMessage[] all = [.. flushes.SelectMany(flushed => flushed)];
        Assert.HasCount(Senders * Each, all);
        Assert.HasCount(Senders * Each, all.Distinct());
        foreach (ChatMessage[] flushed in flushes)
        {
            CollectionAssert.AreEqual(flushed.OrderBy(message => message.SendTime, StringComparer.Ordinal).ToArray(), flushed);
        }
    }

    [TestMethod]
    public async Task Client_ThatComesLate_HearsOnlyWhatIsSaidFromThenOn()
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        await chat.Apis[0].SendAsync("Alice", "before");

        ChatApi late = await chat.AddClientAsync();
        string sendTime = await chat.Apis[0].SendAsync("Alice", "after");

        Assert.AreEqual(new ChatMessage("Alice", "after", sendTime), (await late.CollectAsync(1)).Single());
        Assert.HasCount(2, await chat.Apis[0].FlushAsync());
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$")]
    private static partial Regex NineDigits();
}
