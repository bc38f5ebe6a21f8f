using System.Text.Json;

namespace Messenger.Interop;

/// <summary>A message of the shared chat, as any printer of JSON shows it.</summary>
internal sealed record Said(string Author, string Text, string SendTime)
{
    /// <summary>Reads a message; it must have these three fields and no other.</summary>
    public static Said From(JsonElement json)
    {
        Assert.AreEqual("author sendTime text", string.Join(' ', json.EnumerateObject().Select(field => field.Name).Order()));
        return json.Deserialize<Said>(JsonSerializerOptions.Web)!;
    }

    public static Said[] FromAll(IEnumerable<JsonElement> json) => [.. json.Select(From)];
}
