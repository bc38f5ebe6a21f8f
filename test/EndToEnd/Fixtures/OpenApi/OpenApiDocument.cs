using System.Text.Json;

namespace Messenger.EndToEnd.Fixtures.OpenApi;

/// <summary>The document of the HTTP API, as far as real requests and answers can be held against it.</summary>
internal sealed class OpenApiDocument(JsonElement root)
{
    private readonly JsonSchema _schemas = new(root);

    /// <summary>The operation that serves a request; null if the document knows none.</summary>
    public JsonElement? Find(string method, string path)
    {
        string[] segments = path.Split('/');
        foreach (JsonProperty template in root.GetProperty("paths").EnumerateObject())
        {
            if (IsMatch(template.Name.Split('/'), segments)
                && template.Value.TryGetProperty(method.ToLowerInvariant(), out JsonElement operation))
            {
                return operation;
            }
        }

        return null;
    }

    /// <summary>Expects that an operation may be asked with a body.</summary>
    public void CheckRequest(JsonElement operation, string body) =>
        _schemas.Check(
            JsonOf(body),
            operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema"));

    /// <summary>Expects that an operation may answer so.</summary>
    public void CheckResponse(JsonElement operation, int status, HttpResponseMessage response, string body)
    {
        JsonElement responses = operation.GetProperty("responses");
        Assert.IsTrue(responses.TryGetProperty($"{status}", out JsonElement documented), $"{status} is not documented.");
        documented = _schemas.Resolve(documented);
        foreach (JsonProperty header in documented.TryGetProperty("headers", out JsonElement headers) ? headers.EnumerateObject() : default)
        {
            bool isRequired = _schemas.Resolve(header.Value).TryGetProperty("required", out JsonElement required) && required.GetBoolean();
            Assert.IsTrue(!isRequired || response.Headers.Contains(header.Name), $"The header {header.Name} is missing.");
        }

        if (response.RequestMessage!.Method == HttpMethod.Head || !documented.TryGetProperty("content", out JsonElement content))
        {
            Assert.AreEqual("", body);
            return;
        }

        string type = response.Content.Headers.ContentType!.MediaType!;
        Assert.IsTrue(content.TryGetProperty(type, out JsonElement media), $"{type} is not documented for {status}.");
        if (type.EndsWith("json", StringComparison.Ordinal))
        {
            _schemas.Check(JsonOf(body), media.GetProperty("schema"));
        }
    }

    private static bool IsMatch(string[] template, string[] segments) =>
        template.Length == segments.Length && template.Zip(segments).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);

    private static JsonElement JsonOf(string body)
    {
        using JsonDocument json = JsonDocument.Parse(body);
        return json.RootElement.Clone();
    }
}
