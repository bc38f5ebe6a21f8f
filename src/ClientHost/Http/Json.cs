using System.Text.Json;

namespace Messenger.ClientHost.Http;

/// <summary>How the HTTP API writes JSON.</summary>
internal static class Json
{
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>Text stands as it is, Cyrillic and emoji too: see <see cref="PlainJsonEncoder"/>.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = new PlainJsonEncoder() };
}
