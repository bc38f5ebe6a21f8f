using Messenger.ClientHost.Http;
using Microsoft.Extensions.Primitives;

namespace Messenger.ClientHost.Events;

/// <summary>What a request asks for: which room's messages, if any, and after which one they begin.</summary>
/// <param name="Room">The room; null for none.</param>
/// <param name="After">Where the reader is; null for one that begins now.</param>
internal sealed record EventRequest(string? Room, EventCursor? After)
{
    private const string LastEventId = "Last-Event-ID";

    /// <summary>Reads <c>room</c>, <c>after</c> with <c>journal</c> and, which outranks these, <c>Last-Event-ID</c>.</summary>
    /// <exception cref="ProblemException">400: one of them cannot be what it should be.</exception>
    public static EventRequest Of(HttpRequest request)
    {
        string? room = Single(request.Query["room"], "room");
        string? after = Single(request.Query["after"], "after");
        string? journal = Single(request.Query["journal"], "journal");
        string? last = Single(request.Headers[LastEventId], LastEventId);

        // It stands in the ids of events, which are lines.
        if (room is not null && (room.Length == 0 || room.Any(char.IsControl)))
        {
            throw Wrong("'room' must be the id of a room.");
        }

        if (after is not null && room is null)
        {
            throw Wrong("'after' needs a 'room' that it is a sequence of.");
        }

        if (journal is not null && after is null)
        {
            throw Wrong("'journal' is the one that 'after' is of, which is missing.");
        }

        EventCursor? cursor = null;
        if (after is not null)
        {
            cursor = EventCursor.TryParseSequence(after, out long sequence)
                ? new EventCursor(room!, sequence, journal)
                : throw Wrong("'after' must be the sequence of a message: a number that is 0 or more.");
        }

        // A browser that has none sends none; an empty one is how others say the same.
        return new EventRequest(room, string.IsNullOrEmpty(last) ? cursor : Last(last, room));
    }

    private static EventCursor Last(string text, string? room)
    {
        if (!EventCursor.TryParse(text, out EventCursor last))
        {
            throw Wrong($"'{LastEventId}' must be the id of an event: room/sequence@journal.");
        }

        return last.Room == room ? last : throw Wrong($"'{LastEventId}' is of another room than 'room'.");
    }

    private static string? Single(StringValues values, string name) =>
        values.Count <= 1 ? values : throw Wrong($"'{name}' is there more than once.");

    private static ProblemException Wrong(string detail) => new(StatusCodes.Status400BadRequest, detail);
}
