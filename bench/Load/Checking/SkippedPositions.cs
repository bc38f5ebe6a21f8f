namespace Messenger.Load.Checking;

/// <summary>The positions of the common order that a stream has passed over, as ranges: few, whatever is missing.</summary>
internal sealed class SkippedPositions
{
    // By their first position; the value is the last one.
    private readonly SortedDictionary<int, int> _ranges = [];

    public bool IsEmpty => _ranges.Count == 0;

    public IEnumerable<int> All => _ranges.SelectMany(range => Enumerable.Range(range.Key, range.Value - range.Key + 1));

    /// <summary>The first of them. There is one.</summary>
    public int First => _ranges.First().Key;

    public void Add(int first, int last) => _ranges.Add(first, last);

    /// <summary>Takes out a position that has come after all.</summary>
    /// <returns>False: it was not skipped.</returns>
    public bool Remove(int position)
    {
        foreach ((int first, int last) in _ranges)
        {
            if (position >= first && position <= last)
            {
                _ranges.Remove(first);
                AddUnlessEmpty(first, position - 1);
                AddUnlessEmpty(position + 1, last);
                return true;
            }
        }

        return false;
    }

    private void AddUnlessEmpty(int first, int last)
    {
        if (first <= last)
        {
            _ranges.Add(first, last);
        }
    }
}
