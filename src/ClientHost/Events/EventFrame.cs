using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Messenger.ClientHost.Http;
using Messenger.Contracts.Rooms;

namespace Messenger.ClientHost.Events;

/// <summary>
/// The bytes of events, as they stand in the stream (WHATWG HTML, section 9.2, "Server-sent events"). None of the JSON has a line break in
/// it: those of texts are escaped.
/// </summary>
internal static class EventFrame
{
    /// <summary>A comment, so that nobody on the way takes the stream for dead.</summary>
    public static byte[] Heartbeat { get; } = ":\n\n"u8.ToArray();

    /// <summary>The rooms are others now: all of them follow, and those of before are no more.</summary>
    public static byte[] RoomsReset { get; } = Of("event: reset\n", new ResetEvent(null), ApiJson.Plain.ResetEvent);

    /// <summary>
    /// Where a stream begins, so that also a reader that has received nothing has a cursor: an id without data is remembered, and is no
    /// event to anybody. And when to come back after a cut, in milliseconds.
    /// </summary>
    public static byte[] Beginning(EventCursor cursor) => Encoding.UTF8.GetBytes($"retry: 1000\nid: {cursor}\n\n");

    /// <summary>What the reader had does not go on: what follows begins after the cursor.</summary>
    public static byte[] Reset(EventCursor cursor) =>
        Of($"event: reset\nid: {cursor}\n", new ResetEvent(cursor.Room), ApiJson.Plain.ResetEvent);

    /// <summary>A message.</summary>
    public static byte[] Message(Message message, EventCursor cursor) =>
        Of($"event: message\nid: {cursor}\n", ApiMessage.From(message), ApiJson.Plain.ApiMessage);

    /// <summary>How far a room is.</summary>
    public static byte[] Activity(ChatRoom room, long newestSequence) =>
        Of("event: activity\n", new ActivityEvent(ApiRoom.From(room), newestSequence), ApiJson.Plain.ActivityEvent);

    private static byte[] Of<T>(string fields, T data, JsonTypeInfo<T> type)
    {
        var frame = new ArrayBufferWriter<byte>();
        Encoding.UTF8.GetBytes(fields, frame);
        frame.Write("data: "u8);
        frame.Write(JsonSerializer.SerializeToUtf8Bytes(data, type));
        frame.Write("\n\n"u8);
        return frame.WrittenSpan.ToArray();
    }
}
