using System.Globalization;

namespace Messenger.Load.Checking;

/// <summary>
/// Everything that the run has sent, by its number. Senders write, streams and the verdict read, from any thread. What is acknowledged and
/// on every stream is given back, so that a long run needs memory for what is under way only.
/// </summary>
/// <param name="settled">Called with the sender of each message that is answered and on every stream, or that failed.</param>
internal sealed class Ledger(Action<int> settled)
{
    // As what is missing of a message whose send failed: too far from 0 for deliveries to come near it.
    private const int FailedSend = int.MinValue / 2;

    private readonly ChunkedArray<Sent> _sent = new();
    private readonly long _origin = Clock.Now;
    private int _count;
    private int _settled;
    private int _acknowledged;
    private int _failed;

    /// <summary>How many sends have begun.</summary>
    public int Count => Volatile.Read(ref _count);

    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public int Failed => Volatile.Read(ref _failed);

    /// <summary>Whether nothing is under way.</summary>
    public bool IsSettled => Volatile.Read(ref _settled) == Count;

    /// <summary>The numbers below were given back.</summary>
    public int First => _sent.DroppedLength;

    /// <summary>Enters a message right before it is sent, and returns its number.</summary>
    /// <param name="sender">Who sends it.</param>
    /// <param name="due">When it should be sent; null for now.</param>
    /// <param name="streams">How many streams are open, and must carry it.</param>
    public int Begin(int sender, long? due, int streams)
    {
        int number = Interlocked.Increment(ref _count) - 1;
        ref Sent sent = ref _sent.Create(number);
        long now = Clock.Now;
        sent.Sender = sender;
        sent.Missing = streams + 1;
        sent.Due = due ?? now;
        Volatile.Write(ref sent.Started, now);
        return number;
    }

    /// <summary>The send was answered with OK.</summary>
    /// <returns>The sendTime that is known of the message: another one, if a stream had it with another one.</returns>
    public long Complete(int number, long sendTime)
    {
        ref Sent sent = ref _sent[number];
        long known = FirstSendTime(ref sent, sendTime);
        Volatile.Write(ref sent.Completed, Clock.Now);
        Interlocked.Increment(ref _acknowledged);
        Arrive(ref sent);
        return known;
    }

    /// <summary>The send failed: the message may come, or not.</summary>
    public void Fail(int number)
    {
        Interlocked.Increment(ref _failed);
        ref Sent sent = ref _sent[number];
        if (Interlocked.Exchange(ref sent.Missing, FailedSend) > 0)
        {
            Settle(sent.Sender);
        }
    }

    /// <summary>The message has come from one more of those that it must come from.</summary>
    public void Arrive(ref Sent sent)
    {
        if (Interlocked.Decrement(ref sent.Missing) == 0)
        {
            Settle(sent.Sender);
        }
    }

    /// <summary>Whether a message has this number; one that was given back has.</summary>
    public bool IsSent(int number) =>
        number >= 0 && number < Count && (number < First || Volatile.Read(ref _sent[number].Started) > 0);

    /// <summary>Whether the message may have been given back; if so, all streams have had it.</summary>
    public Sent[]? ChunkOf(int number) => _sent.ChunkOf(number);

    /// <summary>A message that was not given back.</summary>
    public ref Sent this[int number] => ref _sent[number];

    /// <summary>Keeps the first sendTime that is said of a message, and returns it.</summary>
    public static long FirstSendTime(ref Sent sent, long sendTime)
    {
        long known = Volatile.Read(ref sent.SendTime);
        return known != 0 ? known : Interlocked.CompareExchange(ref sent.SendTime, sendTime, 0) is var raced && raced != 0 ? raced : sendTime;
    }

    /// <summary>Gives back what is acknowledged and lies before a place that all streams are beyond, or has failed.</summary>
    public void Retire(int place)
    {
        while (First + ChunkedArray<Sent>.ChunkLength <= Count && ChunkOf(First) is { } chunk)
        {
            foreach (ref Sent sent in chunk.AsSpan())
            {
                if (!MayRetire(ref sent, place))
                {
                    return;
                }
            }

            _sent.DropFirst();
        }
    }

    /// <summary>A message for evidence.</summary>
    public string Describe(int number)
    {
        if (number < First)
        {
            return $"message {number}";
        }

        Sent sent = _sent[number];
        string completed = sent.Completed == 0 ? "not acknowledged" : $"acknowledged at {At(sent.Completed)}";
        return $"message {number} of sender {sent.Sender} (sendTime {SendTimes.Format(sent.SendTime)}, sent at {At(sent.Started)}, {completed})";
    }

    /// <summary>A moment for evidence, in seconds of the run.</summary>
    public string At(long moment) => string.Create(CultureInfo.InvariantCulture, $"{Clock.Seconds(moment - _origin):F6} s");

    // What failed is not waited for, and its memory not kept for it.
    private static bool MayRetire(ref Sent sent, int place) =>
        Volatile.Read(ref sent.Missing) < FailedSend / 2
        || (Volatile.Read(ref sent.Completed) != 0 && sent.Place > 0 && sent.Place <= place);

    private void Settle(int sender)
    {
        Interlocked.Increment(ref _settled);
        settled(sender);
    }
}
