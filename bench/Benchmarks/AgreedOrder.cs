namespace Messenger.Benchmarks;

/// <summary>
/// The one order in which a round's messages came: of each place, the first reader that gets there says whose it is, and all others must
/// agree. Then each sender's messages must stand in the order in which it sent them.
/// </summary>
internal sealed class AgreedOrder(int messages)
{
    private readonly OrderedMessage?[] _places = new OrderedMessage?[messages];

    // That a message is missing or there twice goes before the order, which then differs, too.
    private string? _violation;

    /// <summary>Begins a round.</summary>
    public void Clear()
    {
        Array.Clear(_places);
        _violation = null;
    }

    /// <summary>A reader got this message as the one of this place, from 0. Called from all readers' threads.</summary>
    public void Deliver(int place, OrderedMessage message)
    {
        if (place >= _places.Length)
        {
            _violation = $"A reader got more than the {_places.Length} messages that were sent: {message}.";
        }
        else if (Claim(ref _places[place], message) is { } other && other != message)
        {
            _violation ??= $"The order differs: at place {place}, one reader got {other}, another {message}.";
        }
    }

    /// <summary>A reader got the round's last message after so many others.</summary>
    public void End(int received)
    {
        if (received < _places.Length)
        {
            _violation = $"A reader missed messages: it got {received} of {_places.Length}.";
        }
    }

    /// <summary>Judges the round, after all its readers have ended it.</summary>
    /// <exception cref="OrderViolationException">A rule was broken.</exception>
    public void Verify(int senders)
    {
        int[] next = new int[senders];
        foreach (OrderedMessage? message in _places)
        {
            if (_violation is not null)
            {
                break;
            }

            if (message is not null && message.Number != next[message.Sender]++)
            {
                _violation = $"A sender's order was not kept: {message} came when number {next[message.Sender] - 1} was due.";
            }
        }

        if (_violation is not null)
        {
            throw new OrderViolationException(_violation);
        }
    }

    private static OrderedMessage? Claim(ref OrderedMessage? place, OrderedMessage message) =>
        Volatile.Read(ref place) ?? Interlocked.CompareExchange(ref place, message, null);
}
