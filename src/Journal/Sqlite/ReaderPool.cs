using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Messenger.Journal.Sqlite;

/// <summary>
/// A few connections for reading. Who reads awaits a free one, which is opened when it is first needed. Any thread may read; closing is the
/// writer's.
/// </summary>
internal sealed class ReaderPool(DatabaseFile file, JournalOptions options)
{
    private const int Size = 4;

    // The connections that nobody reads over; null stands for one that is not open.
    private readonly Channel<MessageReader?> _free = Fill(Channel.CreateBounded<MessageReader?>(Size));

    /// <summary>Reads over one of the connections.</summary>
    /// <exception cref="JournalUnavailableException">SQLite cannot read.</exception>
    /// <exception cref="JournalClosedException">The pool is closed.</exception>
    public async ValueTask<JournalPage> ReadAsync(Func<MessageReader, JournalPage> read, CancellationToken cancellationToken)
    {
        MessageReader? reader;
        try
        {
            reader = await _free.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new JournalClosedException();
        }

        try
        {
            reader ??= new MessageReader(file.OpenForReading(), options);
            return read(reader);
        }
        catch (SqliteException e)
        {
            // The next one begins afresh.
            reader?.Dispose();
            reader = null;
            throw new JournalUnavailableException($"The journal cannot be read: {e.Message}", e);
        }
        finally
        {
            _free.Writer.TryWrite(reader);
        }
    }

    /// <summary>
    /// Waits until nobody reads, closes all connections, does something, and lets others read again, over new connections. Blocks.
    /// </summary>
    public void CloseDuring(Action action)
    {
        CloseConnections();
        try
        {
            action();
        }
        finally
        {
            Fill(_free);
        }
    }

    /// <summary>Waits until nobody reads, and closes for good. Blocks.</summary>
    public void Close()
    {
        CloseConnections();
        _free.Writer.Complete();
    }

    private void CloseConnections()
    {
        for (int i = 0; i < Size; i++)
        {
            MessageReader? reader = _free.Reader.ReadAsync().AsTask().GetAwaiter().GetResult();
            reader?.Dispose();
        }
    }

    private static Channel<MessageReader?> Fill(Channel<MessageReader?> free)
    {
        for (int i = 0; i < Size; i++)
        {
            free.Writer.TryWrite(null);
        }

        return free;
    }
}
