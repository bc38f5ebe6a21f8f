using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Messenger.Journal.Sqlite;

/// <summary>Hands what is committed to the journal's callback. For the writer's thread.</summary>
internal sealed partial class Publisher(
    ConcurrentDictionary<string, SqliteRoom> rooms, Action<IReadOnlyList<JournalEntry>> onCommitted, ILogger logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>
    /// Whether the callback has failed: then something is stored that was not published, and more would leave a gap in every live stream.
    /// </summary>
    public bool IsBroken { get; private set; }

    public void Publish(IReadOnlyList<JournalEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        try
        {
            onCommitted(entries);
        }
        catch (Exception e)
        {
            IsBroken = true;
            LogBroken(e);
            throw;
        }

        foreach (JournalEntry entry in entries)
        {
            SqliteRoom room = rooms[entry.RoomId];
            room.PublishedSequence = entry.Sequence;
            room.PublishedSendTime = entry.SendTime;
        }
    }

    [LoggerMessage(1204, LogLevel.Critical, "What the journal stored could not be published; it takes no more messages.")]
    private partial void LogBroken(Exception exception);
}
