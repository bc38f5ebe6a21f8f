using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messenger.Interop;

/// <summary>A message of a room, as any printer of JSON shows it: 64-bit numbers are strings there.</summary>
internal sealed record RoomSaid(
    string Id,
    [property: JsonPropertyName("room_id")] string RoomId,
    [property: JsonPropertyName("author_id")] string AuthorId,
    string Content,
    string Timestamp,
    string Sequence,
    [property: JsonPropertyName("send_time")] string SendTime)
{
    /// <summary>The messages of a reply of <c>GetHistory</c>, which must be one.</summary>
    public static RoomSaid[] HistoryOf(Answer answer)
    {
        Assert.AreEqual("OK", answer.Code, answer.Details);
        return answer.Message!.Value.TryGetProperty("messages", out JsonElement messages)
            ? messages.Deserialize<RoomSaid[]>(JsonSerializerOptions.Web)!
            : [];
    }
}
