using System.Text.Json;
using Messenger.ClientHost.Http;
using Microsoft.AspNetCore.Http;

namespace Messenger.ClientHost.Tests.Http;

[TestClass]
public sealed class ProblemTests
{
    [TestMethod]
    [DataRow(400, "Bad Request", "The field 'text' is \"blank\".")]
    [DataRow(404, "Not Found", "Здесь ничего нет 🦊")]
    [DataRow(413, "Payload Too Large", "Too much.")]
    [DataRow(503, "Service Unavailable", "")]
    public async Task Write_OfAProblem_HasTheFourMembersOfTheRfc(int status, string title, string detail)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };

        await Problem.WriteAsync(context, status, detail);
        await context.Response.CompleteAsync();

        Assert.AreEqual(status, context.Response.StatusCode);
        Assert.AreEqual("application/problem+json", context.Response.ContentType);
        using JsonDocument json = JsonDocument.Parse(body.ToArray());
        Assert.AreEqual("type title status detail", string.Join(' ', json.RootElement.EnumerateObject().Select(member => member.Name)));
        Assert.AreEqual("about:blank", json.RootElement.GetProperty("type").GetString());
        Assert.AreEqual(title, json.RootElement.GetProperty("title").GetString());
        Assert.AreEqual(status, json.RootElement.GetProperty("status").GetInt32());
        Assert.AreEqual(detail, json.RootElement.GetProperty("detail").GetString());
    }
}
