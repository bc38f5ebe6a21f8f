using System.Net;
using System.Text.Json;
using Messenger.EndToEnd.Fixtures;
using Messenger.EndToEnd.Fixtures.OpenApi;

namespace Messenger.EndToEnd;

/// <summary>
/// <c>/openapi.json</c>. Everything that <see cref="RoomsApi"/> asks anywhere is held against it; here is what it asks nowhere else.
/// </summary>
[TestClass]
public sealed class OpenApiTests
{
    private static RunningChat _chat = null!;
    private static RoomsApi _api = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        _chat = await RunningChat.StartAsync();
        _api = new RoomsApi(_chat.Clients[0]);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        _api.Dispose();
        await _chat.DisposeAsync();
    }

    [TestMethod]
    [DataRow("GET", "/", null, 200)]
    [DataRow("HEAD", "/", null, 200)]
    [DataRow("POST", "/sendMessage", """{"author":"Alice","text":"Hello"}""", 200)]
    [DataRow("POST", "/sendMessage", "{}", 400)]
    [DataRow("POST", "/getAndFlushMessages", null, 200)]
    [DataRow("GET", "/openapi.json", null, 200)]
    [DataRow("HEAD", "/openapi.json", null, 200)]
    [DataRow("GET", "/healthz", null, 200)]
    [DataRow("HEAD", "/healthz", null, 200)]
    [DataRow("GET", "/readyz", null, 200)]
    [DataRow("HEAD", "/readyz", null, 200)]
    [DataRow("HEAD", "/api/rooms/shared/messages", null, 200)]
    [DataRow("HEAD", "/api/rooms/nowhere/messages", null, 404)]
    public async Task Answer_OfARoute_IsAsTheDocumentSays(string method, string path, string? body, int status)
    {
        using HttpResponseMessage response = await _api.AskAsync(method, path, body);

        Assert.AreEqual(status, (int)response.StatusCode);
    }

    [TestMethod]
    public async Task Document_OfTheApi_IsOpenApi31WhoseReferencesLeadSomewhere()
    {
        using HttpResponseMessage response = await _api.AskAsync("GET", "/openapi.json");
        JsonElement document = await RoomsApi.JsonOfAsync(response, HttpStatusCode.OK);

        Assert.AreEqual("3.1.0", document.GetProperty("openapi").GetString());
        var schemas = new JsonSchema(document);
        JsonElement[] references = [.. Everything(document).Where(element => element.TryGetProperty("$ref", out JsonElement _))];
        Assert.IsNotEmpty(references);
        foreach (JsonElement reference in references)
        {
            Assert.AreEqual(JsonValueKind.Object, schemas.Resolve(reference).ValueKind);
        }
    }

    [TestMethod]
    public async Task Document_ThatIsKnown_IsNotSentAgain()
    {
        using HttpResponseMessage first = await _api.AskAsync("GET", "/openapi.json");
        using HttpResponseMessage known =
            await _api.AskAsync("GET", "/openapi.json", null, ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.AreEqual(HttpStatusCode.NotModified, known.StatusCode);
    }

    [TestMethod]
    [DataRow("""{"id":"1","name":"room"}""", true)]
    [DataRow("""{"id":"1"}""", false)]
    [DataRow("""{"id":"1","name":5}""", false)]
    [DataRow("""{"id":"1","name":"room","more":1}""", false)]
    [DataRow("""{"id":"1","name":""}""", false)]
    [DataRow("""{"id":"x","name":"room"}""", false)]
    [DataRow("[]", false)]
    public void Schema_HeldAgainstAValue_NoticesWhatIsWrong(string value, bool isRight)
    {
        using JsonDocument schema = JsonDocument.Parse(
            """
            {
              "type": "object", "required": ["id", "name"], "additionalProperties": false,
              "properties": { "id": { "type": "string", "pattern": "^\\d$" }, "name": { "type": "string", "minLength": 1 } }
            }
            """);
        using JsonDocument json = JsonDocument.Parse(value);
        bool holds = true;
        try
        {
            new JsonSchema(schema.RootElement).Check(json.RootElement, schema.RootElement);
        }
        catch (AssertFailedException)
        {
            holds = false;
        }

        Assert.AreEqual(isRight, holds);
    }

    private static IEnumerable<JsonElement> Everything(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Everything(member.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Everything),
        _ => [],
    };
}
