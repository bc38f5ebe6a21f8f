using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Messenger.Journal.Sqlite;

/// <summary>Decides when SQLite's log is moved into the database. For the writer's thread.</summary>
internal sealed partial class Checkpoints(ILogger logger)
{
    // So much is worth the two fsyncs of a checkpoint, and is soon read back after a crash.
    private const long DueBytes = 4 << 20;

    // Readers that are always at work keep the log from beginning anew. From 64 MiB on, the writer waits for them.
    private const long LongLogPages = (64 << 20) / 4096;

    private readonly ILogger _logger = logger;
    private long _bytes;

    /// <summary>So much was committed and is answered: only the next group waits for what is done here.</summary>
    public void Committed(WriterConnection connection, long bytes)
    {
        _bytes += bytes;
        if (_bytes < DueBytes)
        {
            return;
        }

        _bytes = 0;
        try
        {
            if (connection.Checkpoint("PASSIVE") > LongLogPages && connection.CheckpointBetweenReaders("RESTART") is null)
            {
                LogNoCheckpoint("something reads all the time");
            }
        }
        catch (SqliteException e)
        {
            // What is committed stays in the log, and is moved by a later one.
            LogNoCheckpoint(e.Message);
        }
    }

    [LoggerMessage(1203, LogLevel.Warning, "The journal's log could not be moved into the database, and grows: {Reason}")]
    private partial void LogNoCheckpoint(string reason);
}
