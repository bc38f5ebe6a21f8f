namespace Messenger.Journal.Sqlite;

/// <summary>A room of the database. What changes is the writer's own.</summary>
internal sealed class SqliteRoom(long number, JournalRoom room)
{
    /// <summary>What stands for it in the ids of its messages; rooms are numbered from 1, in the order of their creation.</summary>
    public long Number { get; } = number;

    public JournalRoom Room { get; } = room;

    /// <summary>The sequence of its last message that was handed to the journal's callback.</summary>
    public long PublishedSequence { get; set; }

    /// <summary>The send time of that message; 0 if there is none.</summary>
    public long PublishedSendTime { get; set; }

    /// <summary>The sequence of the last message that was stamped; after a commit, that of the last one published.</summary>
    public long LastSequence { get; set; }

    /// <summary>The send time of the last message that was stamped; 0 if there is none.</summary>
    public long LastSendTime { get; set; }
}
