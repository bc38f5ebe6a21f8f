using System.Net;

namespace Messenger.Contract;

/// <summary>The two routes of the clients' HTTP API.</summary>
[TestClass]
public sealed class HttpApiTests
{
    // Others talk in the shared chat too: each test listens to its own author.
    private readonly string _author = $"автор {Guid.NewGuid():N}";

    [TestMethod]
    public async Task SendMessage_AnswersWithTheTimeThatTheFlushShows()
    {
        using var chat = new HttpChat(Deployment.Clients[0]);

        string time = await chat.SendAsync(_author, "Привет 😀");

        Assert.MatchesRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$", time);
        CollectionAssert.AreEqual(new[] { new SaidMessage(_author, "Привет 😀", time) }, (await chat.FlushAsync(_author)).ToArray());
        Assert.IsEmpty(await chat.FlushAsync(_author));
    }

    [TestMethod]
    public async Task GetAndFlushMessages_OfBothClients_ShowsOneOrder()
    {
        using var one = new HttpChat(Deployment.Clients[0]);
        using var other = new HttpChat(Deployment.Clients[1]);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(sender => SayAsync(sender % 2 == 0 ? one : other, sender, 25)));

        // A send answers when its own client has it; the other one may need a moment more.
        var first = new List<SaidMessage>();
        var second = new List<SaidMessage>();
        DateTime end = DateTime.UtcNow + Patience.Limit;
        while ((first.Count < 200 || second.Count < 200) && DateTime.UtcNow < end)
        {
            first.AddRange(await one.FlushAsync(_author));
            second.AddRange(await other.FlushAsync(_author));
        }

        Assert.HasCount(200, first);
        CollectionAssert.AreEqual(first, second);
        CollectionAssert.AreEqual(first.Select(m => m.SendTime).Order(StringComparer.Ordinal).ToList(), first.Select(m => m.SendTime).ToList());
    }

    [TestMethod]
    [DataRow("nonsense")]
    [DataRow("[]")]
    [DataRow("""{"author": "a"}""")]
    [DataRow("""{"author": "a", "text": 1}""")]
    [DataRow("""{"author": " ", "text": "t"}""")]
    public async Task SendMessage_WhenTheBodyIsWrong_AnswersAProblem(string body)
    {
        using var chat = new HttpChat(Deployment.Clients[0]);

        using HttpResponseMessage response = await chat.PostAsync(body);

        Assert.AreEqual(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    private async Task SayAsync(HttpChat chat, int sender, int messages)
    {
        for (int i = 0; i < messages; i++)
        {
            await chat.SendAsync(_author, $"{sender}/{i}");
        }
    }
}
