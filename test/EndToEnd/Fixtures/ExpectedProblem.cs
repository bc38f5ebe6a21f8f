using System.Text.Json;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>Holds an answer against RFC 9457.</summary>
internal static class ExpectedProblem
{
    /// <summary>Expects a problem with a status.</summary>
    /// <returns>Its detail.</returns>
    public static async Task<string> DetailAsync(this HttpResponseMessage response, int status)
    {
        string body = await response.Content.ReadAsStringAsync().Within();
        Assert.AreEqual(status, (int)response.StatusCode, body);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType?.ToString());
        using JsonDocument json = JsonDocument.Parse(body);
        Assert.AreEqual("about:blank", json.RootElement.GetProperty("type").GetString());
        Assert.AreNotEqual("", json.RootElement.GetProperty("title").GetString());
        Assert.AreEqual(status, json.RootElement.GetProperty("status").GetInt32());
        return json.RootElement.GetProperty("detail").GetString()!;
    }
}
