namespace Messenger.Journal.Memory;

/// <summary>The newest entries of one room, in a circular buffer that grows up to its bound.</summary>
internal sealed class RoomLog(MemoryJournalOptions bounds, JournalOptions options)
{
    private const int SmallestRing = 16;

    // Guards everything below. Nothing else is taken under it.
    private readonly Lock _ringLock = new();
    private readonly Dictionary<string, JournalEntry> _byKey = [];
    private KeptEntry[] _ring = [];
    private int _start;
    private int _count;
    private long _bytes;

    // The place in front of the oldest entry that is kept.
    private JournalPosition _oldest = JournalPosition.Beginning;

    /// <summary>How many bytes of memory its entries take, about. May be read without a lock.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The newest entry, or null. The journal's writer asks; nobody else adds.</summary>
    public JournalEntry? Newest { get; private set; }

    /// <summary>Adds an entry; its key, if it has one, is that of no other.</summary>
    public void Add(JournalEntry entry, string? idempotencyKey = null)
    {
        var kept = new KeptEntry(entry, idempotencyKey);
        lock (_ringLock)
        {
            while (_count > 0 && (_count >= bounds.RoomEntries || _bytes + kept.Size > bounds.RoomBytes))
            {
                DropOldestLocked();
            }

            if (_count == _ring.Length)
            {
                GrowLocked();
            }

            _ring[(_start + _count) % _ring.Length] = kept;
            _count++;
            _bytes += kept.Size;
            Newest = entry;
            if (idempotencyKey is not null)
            {
                _byKey.Add(idempotencyKey, entry);
            }
        }
    }

    /// <summary>The entry with this key, or null. Keys go with their entries.</summary>
    public JournalEntry? Find(string idempotencyKey)
    {
        lock (_ringLock)
        {
            return _byKey.GetValueOrDefault(idempotencyKey);
        }
    }

    public JournalPage ReadAfter(long sequence, int limit)
    {
        lock (_ringLock)
        {
            int from = IndexAfterLocked(sequence);
            int room = Math.Min(limit, options.PageEntries);
            long bytes = 0;
            int to = from;
            while (to < _count && to - from < room && (to == from || bytes + AtLocked(to).Size <= options.PageBytes))
            {
                bytes += AtLocked(to++).Size;
            }

            return new JournalPage(CopyLocked(from, to), to < _count);
        }
    }

    public JournalPage ReadBefore(long sequence, int limit)
    {
        lock (_ringLock)
        {
            int to = IndexAfterLocked(Math.Max(sequence, 1) - 1);
            int room = Math.Min(limit, options.PageEntries);
            long bytes = 0;
            int from = to;
            while (from > 0 && to - from < room && (to == from || bytes + AtLocked(from - 1).Size <= options.PageBytes))
            {
                bytes += AtLocked(--from).Size;
            }

            return new JournalPage(CopyLocked(from, to), from > 0);
        }
    }

    /// <summary>The place behind what was accepted at a time or before; null if it is not within what is kept.</summary>
    public JournalPosition? Find(long sendTime)
    {
        lock (_ringLock)
        {
            if (sendTime < _oldest.SendTime || sendTime > (Newest?.SendTime ?? _oldest.SendTime))
            {
                return null;
            }

            int index = (int)SendTimes.Find(-1, _count - 1, sendTime, index => AtLocked((int)index).SendTime);
            return index < 0 ? _oldest : JournalPosition.After(AtLocked(index));
        }
    }

    // The index of the first kept entry after the sequence number; _count if there is none.
    private int IndexAfterLocked(long sequence)
    {
        if (_count == 0)
        {
            return 0;
        }

        // Sequence numbers have no gaps, so the oldest one's tells where each stands.
        long oldest = AtLocked(0).Sequence;
        return (int)Math.Clamp(Math.Max(sequence, 0) - oldest + 1, 0, _count);
    }

    private JournalEntry AtLocked(int index) => _ring[(_start + index) % _ring.Length].Entry;

    private JournalEntry[] CopyLocked(int from, int to)
    {
        var entries = new JournalEntry[to - from];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = AtLocked(from + i);
        }

        return entries;
    }

    private void DropOldestLocked()
    {
        KeptEntry oldest = _ring[_start];
        if (oldest.IdempotencyKey is not null)
        {
            _byKey.Remove(oldest.IdempotencyKey);
        }

        _oldest = JournalPosition.After(oldest.Entry);
        _bytes -= oldest.Size;
        _ring[_start] = default;
        _start = (_start + 1) % _ring.Length;
        _count--;
    }

    private void GrowLocked()
    {
        var ring = new KeptEntry[Math.Max(SmallestRing, Math.Min(2L * _count, bounds.RoomEntries))];
        for (int i = 0; i < _count; i++)
        {
            ring[i] = _ring[(_start + i) % _ring.Length];
        }

        _ring = ring;
        _start = 0;
    }
}
