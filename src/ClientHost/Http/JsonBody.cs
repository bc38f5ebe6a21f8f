using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;

namespace Messenger.ClientHost.Http;

/// <summary>A request's body that is a JSON object with strings in it, whatever its Content-Type says.</summary>
internal static class JsonBody
{
    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the body.</summary>
    /// <returns>The values of the fields, none of them blank. How long they may be is the server's to judge.</returns>
    /// <exception cref="ProblemException">400: it is not what it should be.</exception>
    /// <exception cref="BadHttpRequestException">It is too large, or cut off.</exception>
    public static async Task<string[]> ReadAsync(PipeReader body, CancellationToken cancellationToken, params string[] fields) =>
        Parse(await RequestBody.ReadToEndAsync(body, cancellationToken), fields);

    private static string[] Parse(ReadOnlyMemory<byte> bytes, string[] fields)
    {
        if (!Utf8.IsValid(bytes.Span))
        {
            throw Wrong("The body is not valid UTF-8.");
        }

        if (bytes.Span.StartsWith(Utf8Mark))
        {
            bytes = bytes[Utf8Mark.Length..];
        }

        if (bytes.IsEmpty)
        {
            throw Wrong($"The body is empty: it must be {Expected(fields)}.");
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(bytes);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? [.. fields.Select(field => Field(json.RootElement, field))]
                : throw Wrong($"The body must be {Expected(fields)}.");
        }
        catch (JsonException e)
        {
            throw Wrong($"The body is not JSON: see line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            throw Wrong("The name of a field has half of a surrogate pair in it.");
        }
    }

    private static string Expected(string[] fields) =>
        $"a JSON object with the {(fields.Length == 1 ? "field" : "fields")} {string.Join(" and ", fields.Select(field => $"'{field}'"))}";

    private static string Field(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out JsonElement field))
        {
            throw Wrong($"The field '{name}' is missing.");
        }

        if (field.ValueKind != JsonValueKind.String)
        {
            throw Wrong($"The field '{name}' must be a string.");
        }

        string value;
        try
        {
            value = field.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong($"The field '{name}' has half of a surrogate pair in it.");
        }

        return string.IsNullOrWhiteSpace(value) ? throw Wrong($"The field '{name}' is blank.") : value;
    }

    private static ProblemException Wrong(string detail) => new(StatusCodes.Status400BadRequest, detail);
}
