using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using Messenger.Contracts.SharedChat;

namespace Messenger.ClientHost.Http;

/// <summary>The body of <c>POST /sendMessage</c>: <c>{"author": …, "text": …}</c>, whatever its Content-Type says.</summary>
internal static class SendMessageBody
{
    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the body.</summary>
    /// <exception cref="ProblemException">400: it is not what it should be.</exception>
    /// <exception cref="BadHttpRequestException">It is too large, or cut off.</exception>
    public static async Task<SendMessageRequest> ReadAsync(PipeReader body, CancellationToken cancellationToken) =>
        Parse(await RequestBody.ReadToEndAsync(body, cancellationToken));

    private static SendMessageRequest Parse(ReadOnlyMemory<byte> bytes)
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
            throw Wrong("The body is empty: it must be a JSON object with the fields 'author' and 'text'.");
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(bytes);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new SendMessageRequest { Author = Field(json.RootElement, "author"), Text = Field(json.RootElement, "text") }
                : throw Wrong("The body must be a JSON object with the fields 'author' and 'text'.");
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

    // How long it may be is the server's to judge.
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
