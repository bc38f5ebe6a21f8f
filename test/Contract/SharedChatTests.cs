using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.Contract;

/// <summary>The shared chat over gRPC.</summary>
[TestClass]
public sealed class SharedChatTests
{
    // Others talk in the shared chat too: each test listens to its own author.
    private readonly string _author = $"автор {Guid.NewGuid():N}";

    [TestMethod]
    public async Task SendMessage_ReachesEveryOpenStreamInOneOrder()
    {
        using var chat = new GrpcChat();
        using AsyncServerStreamingCall<ReadMessagesResponse> one = await chat.ReadAsync();
        using AsyncServerStreamingCall<ReadMessagesResponse> other = await chat.ReadAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(sender => SayAsync(chat, sender, 25)));

        string[] first = await TakeAsync(one, 200);
        CollectionAssert.AreEqual(first, await TakeAsync(other, 200));
        Assert.HasCount(200, first.Distinct());
    }

    [TestMethod]
    public async Task ReadMessages_CarriesNothingFromBeforeItsOpening()
    {
        using var chat = new GrpcChat();
        await chat.SendAsync(_author, "before");

        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await chat.ReadAsync();
        await chat.SendAsync(_author, "after");

        CollectionAssert.AreEqual(new[] { "after" }, await TakeAsync(stream, 1));
    }

    [TestMethod]
    public async Task SendMessage_TimesAscendAndNeedNineDigits()
    {
        using var chat = new GrpcChat();

        var times = new List<Google.Protobuf.WellKnownTypes.Timestamp>();
        for (int i = 0; i < 50; i++)
        {
            times.Add((await chat.SendAsync(_author, $"{i}")).SendTime);
        }

        Assert.IsTrue(times.Zip(times.Skip(1)).All(pair => pair.First.CompareTo(pair.Second) < 0), "The times do not ascend.");
        Assert.IsTrue(times.All(time => time.Nanos % 1000 != 0), "A time is a whole number of microseconds.");
    }

    [TestMethod]
    [DataRow("", "text", "author")]
    [DataRow(" \t", "text", "author")]
    [DataRow("author", "", "text")]
    [DataRow("author", "\n", "text")]
    public async Task SendMessage_WhenAFieldIsBlank_SaysWhich(string author, string text, string field)
    {
        using var chat = new GrpcChat();

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => chat.SendAsync(author, text));

        Assert.AreEqual(StatusCode.InvalidArgument, e.StatusCode);
        Assert.Contains($"'{field}'", e.Status.Detail);
    }

    private async Task SayAsync(GrpcChat chat, int sender, int messages)
    {
        for (int i = 0; i < messages; i++)
        {
            await chat.SendAsync(_author, $"{sender}/{i}");
        }
    }

    private async Task<string[]> TakeAsync(AsyncServerStreamingCall<ReadMessagesResponse> stream, int count)
    {
        var texts = new List<string>();
        while (texts.Count < count && await stream.ResponseStream.MoveNext(CancellationToken.None).Within())
        {
            if (stream.ResponseStream.Current.Author == _author)
            {
                texts.Add(stream.ResponseStream.Current.Text);
            }
        }

        return [.. texts];
    }
}
