using Messenger.Journal;

namespace Messenger.JournalChild;

/// <summary>Says what was committed; or nothing, or throws, from when it is told so.</summary>
internal sealed class Callback
{
    private volatile bool _isBroken;

    private volatile bool _isSilent;

    public void BeSilent() => _isSilent = true;

    public void Break() => _isBroken = true;

    public void OnCommitted(IReadOnlyList<JournalEntry> entries)
    {
        if (_isBroken)
        {
            Line.Write("threw");
            throw new InvalidTimeZoneException("Of the test.");
        }

        if (_isSilent)
        {
            return;
        }

        foreach (JournalEntry entry in entries)
        {
            Line.Write($"published {Line.Of(entry)}");
        }
    }
}
