using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Messenger.Journal.Sqlite;

/// <summary>
/// A few connections for reading. Who reads awaits a free one. All are open from the beginning, since who has the file open can read it
/// whatever happens to its path. Any thread may read; closing is the writer's.
/// </summary>
internal sealed class ReaderPool
{
    private const int Size = 4;

    private readonly DatabaseFile _file;
    private readonly JournalOptions _options;

    // The connections that nobody reads over; null stands for one that could not be opened.
    private readonly Channel<MessageReader?> _free = Channel.CreateBounded<MessageReader?>(Size);

    public ReaderPool(DatabaseFile file, JournalOptions options)
    {
        _file = file;
        _options = options;
        OpenConnections();
    }

    /// <summary>Reads over one of the connections.</summary>
    /// <exception cref="JournalUnavailableException">SQLite cannot read.</exception>
    /// <exception cref="JournalClosedException">The pool is closed.</exception>
    public async ValueTask<T> ReadAsync<T>(Func<MessageReader, T> read, CancellationToken cancellationToken)
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
            reader ??= MessageReader.Open(_file, _options);
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
            OpenConnections();
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

    private void OpenConnections()
    {
        for (int i = 0; i < Size; i++)
        {
            _free.Writer.TryWrite(TryOpen());
        }
    }

    private MessageReader? TryOpen()
    {
        try
        {
            return MessageReader.Open(_file, _options);
        }
        catch (SqliteException)
        {
            // Whoever reads tries again, and says what is wrong.
            return null;
        }
    }
}
