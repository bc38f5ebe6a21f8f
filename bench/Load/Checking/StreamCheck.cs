using Messenger.Contracts.SharedChat;

namespace Messenger.Load.Checking;

/// <summary>
/// Holds what one stream carries against the rules, message by message, and at the end against what it should have carried. For the stream's
/// reader, and then for the verdict.
/// </summary>
internal sealed class StreamCheck(int stream, int size, Ledger ledger, CommonOrder order, Findings findings)
{
    private readonly StreamPlaces _places = new(stream, order);
    private long _asked;
    private long _opened = long.MaxValue;
    private bool _hasEnded;
    private long _position;
    private int _last = -1;
    private long _lastSendTime = SendTimes.None;
    private int _latest = -1;
    private long _latestStarted;

    /// <summary>Nothing is to be expected any more of the positions below. From any thread.</summary>
    public int Passed => _places.Passed;

    /// <summary>The stream is about to be asked for.</summary>
    public void Ask() => _asked = Clock.Now;

    /// <summary>The stream's headers have come.</summary>
    /// <param name="isFirst">Nothing was sent before it that streams may carry: it must carry everything.</param>
    public void Open(bool isFirst)
    {
        _opened = Clock.Now;
        if (isFirst)
        {
            _places.Start = Place.Start;
        }
    }

    /// <summary>The stream has ended before its reader left.</summary>
    public void End(string how)
    {
        _hasEnded = true;
        findings.Add(Rule.StaysOpen, () => $"Stream {stream} ended after {_position} messages: {how}");
    }

    /// <summary>Takes a message with the run's mark.</summary>
    /// <param name="sender">The sender in its mark.</param>
    /// <param name="number">The number in its mark.</param>
    /// <param name="message">The message.</param>
    /// <returns>The moment it was due; 0 if it does not count, because it was never sent, is old or has come before.</returns>
    public long Receive(int sender, int number, ReadMessagesResponse message)
    {
        _position++;
        if (!ledger.IsSent(number) || !Mark.IsWhole(message.Text, size) || message.Author != Mark.Author)
        {
            Invented(message);
            return 0;
        }

        if (ledger.ChunkOf(number) is not { } chunk)
        {
            findings.Add(Rule.NothingTwice, () => $"Stream {stream}, at {_position}: message {number} again, which it has had long ago.");
            return 0;
        }

        ref Sent sent = ref chunk[ChunkedArray<Sent>.Offset(number)];
        if (sent.Sender != sender)
        {
            Invented(message);
            return 0;
        }

        long completed = Volatile.Read(ref sent.Completed);
        if (completed != 0 && completed < _asked)
        {
            findings.Add(
                Rule.NothingFromBefore,
                () => $"Stream {stream}, asked for at {ledger.At(_asked)}, carries at {_position} {ledger.Describe(number)}.");
            return 0;
        }

        return Receive(number, ref sent, completed, SendTimes.Of(message.SendTime)) ? sent.Due : 0;
    }

    /// <summary>Looks for what the stream should have carried. To be called when nothing more is to come.</summary>
    public void Conclude()
    {
        foreach (int position in _places.Skipped)
        {
            Lost(order[position], "passed over");
        }

        foreach ((int number, Place place) in order.Between())
        {
            ref Sent sent = ref ledger[number];
            bool isDue = sent.Started > _opened || (_places.Start is { } start && place.IsAfter(start));
            if (isDue && !_places.Has(number) && (_places.IsBeyond(place) || IsMissing(ref sent)))
            {
                Lost(number, _places.IsBeyond(place) ? "passed over" : "waited for in vain");
            }
        }

        // Without a start it has carried nothing, and what was sent after it was open is missing.
        for (int position = Math.Max(_places.Next, order.First); position < order.Count; position++)
        {
            int number = order[position];
            ref Sent sent = ref ledger[number];
            if ((_places.Start is not null || sent.Started > _opened) && IsMissing(ref sent))
            {
                Lost(number, "waited for in vain");
            }
        }
    }

    /// <summary>Whether the stream was open when a message was sent, and until the end.</summary>
    public bool WasOpenFor(ref Sent sent) => sent.Started > _opened && !_hasEnded;

    private bool Receive(int number, ref Sent sent, long completed, long sendTime)
    {
        bool isFirst = _places.Start is null;
        Arrival arrival = _places.Receive(number, ref sent, sendTime);
        if (arrival == Arrival.Again)
        {
            findings.Add(Rule.NothingTwice, () => $"Stream {stream}, at {_position}: {ledger.Describe(number)} again.");
            return false;
        }

        if (isFirst)
        {
            CheckStart(number);
        }

        long known = Ledger.FirstSendTime(ref sent, sendTime);
        if (known != sendTime)
        {
            findings.Add(
                Rule.OneSendTime,
                () => $"Stream {stream}, at {_position}: {ledger.Describe(number)} has sendTime {SendTimes.Format(sendTime)} here.");
        }

        if (arrival == Arrival.Late)
        {
            int last = _last;
            int firstStream = sent.FirstStream;
            findings.AddDisagreement(
                number,
                last,
                () => $"Stream {stream}, at {_position}: {ledger.Describe(number)} comes after {ledger.Describe(last)}; "
                    + $"it is the other way round on stream {firstStream}.");
        }
        else
        {
            CheckTimes(number, ref sent, completed, sendTime);
        }

        ledger.Arrive(ref sent);
        return true;
    }

    private void CheckTimes(int number, ref Sent sent, long completed, long sendTime)
    {
        if (sendTime <= _lastSendTime)
        {
            findings.AddAgainstTime(
                Rule.AscendingSendTimes,
                _last,
                number,
                () => $"Stream {stream}, at {_position}: {ledger.Describe(number)} comes after {ledger.Describe(_last)}, whose sendTime is not lower.");
        }

        if (completed != 0 && completed < _latestStarted)
        {
            findings.AddAgainstTime(
                Rule.OrderOfSends,
                _latest,
                number,
                () => $"Stream {stream}, at {_position}: {ledger.Describe(number)} comes after {ledger.Describe(_latest)}, which was sent after it was complete.");
        }

        _last = number;
        _lastSendTime = sendTime;
        if (sent.Started > _latestStarted)
        {
            (_latest, _latestStarted) = (number, sent.Started);
        }
    }

    // The stream was opened among others that were carrying messages: its first must not be one too late.
    private void CheckStart(int first)
    {
        for (int position = order.First; position < _places.Next - 1; position++)
        {
            int number = order[position];
            if (number != first && ledger[number].Started > _opened)
            {
                Lost(number, $"sent after it was open at {ledger.At(_opened)}");
            }
        }
    }

    private bool IsMissing(ref Sent sent) => sent.Completed != 0 && !_hasEnded;

    private void Lost(int number, string how) =>
        findings.Add(
            Rule.NothingLost,
            () => $"Stream {stream}, which carried {_position} messages, lacks {ledger.Describe(number)}: {how}. Stream {ledger[number].FirstStream} has it.");

    private void Invented(ReadMessagesResponse message)
    {
        string text = message.Text.Length > 80 ? message.Text[..80] + "…" : message.Text;
        findings.Add(
            Rule.NothingInvented,
            () => $"Stream {stream}, at {_position}: nobody sent '{text}' of {message.Text.Length} characters by '{message.Author}' "
                + $"(sendTime {SendTimes.Format(SendTimes.Of(message.SendTime))}).");
    }
}
