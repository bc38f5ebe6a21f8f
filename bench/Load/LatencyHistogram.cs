using System.Numerics;

namespace Messenger.Load;

/// <summary>
/// Counts of latencies in log-linear buckets: each power of two is cut into 64, and a value is taken for the middle of its bucket, so that
/// it is wrong by 1/128 at most. A power's counters are made when it is needed: a stream's latencies mostly need ten of them, 5 KB.
/// For one writer; others may read meanwhile and see a count that is a little old.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 6;
    private const int SubBuckets = 1 << SubBits;

    // The values below 64 have a bucket each, and are the first.
    private readonly long[]?[] _powers = new long[]?[64 - SubBits];

    public long Count { get; private set; }

    /// <summary>The highest value, exactly; 0 where there is none.</summary>
    public long Max { get; private set; }

    /// <summary>Counts a value; one below 0 as 0.</summary>
    public void Record(long value)
    {
        value = Math.Max(value, 0);
        (int power, int sub) = BucketOf(value);
        long[] counters = _powers[power] ?? Create(power);
        counters[sub]++;
        Count++;
        Max = Math.Max(Max, value);
    }

    /// <summary>Adds all that another one has counted.</summary>
    public void Add(LatencyHistogram other)
    {
        for (int power = 0; power < _powers.Length; power++)
        {
            if (Volatile.Read(ref other._powers[power]) is not { } theirs)
            {
                continue;
            }

            long[] ours = _powers[power] ?? Create(power);
            for (int sub = 0; sub < SubBuckets; sub++)
            {
                ours[sub] += theirs[sub];
                Count += theirs[sub];
            }
        }

        Max = Math.Max(Max, other.Max);
    }

    /// <summary>The value that so many per cent of the values do not exceed, to within 1/128 of it; 0 where there is none.</summary>
    public long Percentile(double percent)
    {
        long rank = Math.Clamp((long)Math.Ceiling(Count * percent / 100), 1, Math.Max(Count, 1));
        if (rank >= Count)
        {
            return Max;
        }

        long seen = 0;
        for (int power = 0; power < _powers.Length; power++)
        {
            if (_powers[power] is not { } counters)
            {
                continue;
            }

            for (int sub = 0; sub < SubBuckets; sub++)
            {
                seen += counters[sub];
                if (seen >= rank)
                {
                    return Math.Min(MiddleOf(power, sub), Max);
                }
            }
        }

        return Max;
    }

    private static (int Power, int Sub) BucketOf(long value)
    {
        int shift = Math.Max(BitOperations.Log2((ulong)value) - SubBits, 0);
        return value < SubBuckets ? (0, (int)value) : (shift + 1, (int)(value >> shift) & (SubBuckets - 1));
    }

    private static long MiddleOf(int power, int sub)
    {
        if (power == 0)
        {
            return sub;
        }

        int shift = power - 1;
        return ((long)(SubBuckets + sub) << shift) + ((1L << shift) / 2);
    }

    private long[] Create(int power)
    {
        long[] counters = new long[SubBuckets];
        Volatile.Write(ref _powers[power], counters);
        return counters;
    }
}
