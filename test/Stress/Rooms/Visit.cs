using Messenger.Chat;

namespace Messenger.Stress;

/// <summary>One reader's stay in the room: it opens somewhere, reads, and leaves or is made to leave.</summary>
internal sealed class Visit : IDisposable
{
    private readonly House _house;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly RoomReader _reader;
    private volatile bool _mustLeave;
    private long _lastTime;

    private Visit(House house, string name, Func<Room, CancellationToken, RoomReader> open)
    {
        _house = house;
        long started = house.Clock.Read();
        _reader = open(house.Room, _cancellation.Token);
        Opening = (started, house.Clock.Read());
        Record = house.Roster.Enter(name);
    }

    public ReaderRecord Record { get; }

    private (long Started, long Completed) Opening { get; }

    /// <summary>A reader of everything from now on.</summary>
    public static Visit FromNow(House house, string name)
    {
        var visit = new Visit(house, name, (room, stop) => room.ReadFromNow(stop));
        visit.Record.BeginsAt(visit._reader.LastSequence + 1, visit.Opening);
        return visit;
    }

    /// <summary>A reader of everything after a number.</summary>
    public static Visit After(House house, string name, long sequence)
    {
        var visit = new Visit(house, name, (room, stop) => room.ReadAfter(sequence, stop));
        visit.Record.BeginsAt(sequence + 1);
        return visit;
    }

    /// <summary>A reader of all that is kept, wherever that begins.</summary>
    public static Visit OfWhatIsKept(House house, string name)
    {
        var visit = new Visit(house, name, (room, stop) => room.ReadAfter(0, stop));
        visit.Record.BeginsAt(null);
        return visit;
    }

    /// <summary>Why it could not go on, if it could not.</summary>
    public MessagesLostException? Lost { get; private set; }

    /// <summary>Why it could not begin, if it could not.</summary>
    public CursorOutOfRangeException? Refused { get; private set; }

    /// <summary>Reads until the end, with a pause after each read.</summary>
    public Task ReadAsync(Func<Task> pause) => ReadAsync(long.MaxValue, pause);

    /// <summary>Reads until the end, or leaves once it has received enough, with a pause after each read.</summary>
    public async Task ReadAsync(long enough, Func<Task> pause)
    {
        ReaderEnd end = ReaderEnd.Left;
        try
        {
            while (Record.Received.Count < enough)
            {
                ReadOnlyMemory<Message> messages = await _reader.ReadAsync();
                if (messages.IsEmpty)
                {
                    end = _mustLeave ? ReaderEnd.Left : ReaderEnd.Stayed;
                    break;
                }

                // Lent memory stays as it is until the next call, however much comes meanwhile.
                await pause();
                WriteDown(messages.Span);
            }
        }
        catch (OperationCanceledException) when (_mustLeave)
        {
            // Announced: it was cancelled.
        }
        catch (MessagesLostException lost)
        {
            end = ReaderEnd.Told;
            Lost = lost;
        }
        catch (CursorOutOfRangeException refused) when (Record.Received.Count == 0)
        {
            end = ReaderEnd.Told;
            Refused = refused;
        }
        finally
        {
            _reader.Dispose();
            Record.Close(end);
        }
    }

    /// <summary>Makes it leave, from another thread.</summary>
    public void Cancel()
    {
        _mustLeave = true;
        _cancellation.Cancel();
    }

    /// <summary>Makes it leave, from another thread, in the other way.</summary>
    public void Dispose()
    {
        _mustLeave = true;
        _reader.Dispose();
    }

    private void WriteDown(ReadOnlySpan<Message> messages)
    {
        foreach (Message message in messages)
        {
            Record.Add(message.Sequence, message.Text);
            if (message.SendTime <= _lastTime)
            {
                _house.Findings.Add(
                    Rule.TimeIsOrder, $"{Record.Name} found {message.SendTime} at {message.Sequence}, after {_lastTime}.");
            }

            _lastTime = message.SendTime;
        }
    }
}
