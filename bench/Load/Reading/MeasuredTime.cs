namespace Messenger.Load.Reading;

/// <summary>The time between warming up and the end; decided when sending begins.</summary>
internal sealed class MeasuredTime
{
    private long _from = long.MaxValue;
    private long _to = long.MaxValue;

    public long From => Volatile.Read(ref _from);

    public long To => Volatile.Read(ref _to);

    public void Set(long from, long to)
    {
        Volatile.Write(ref _to, to);
        Volatile.Write(ref _from, from);
    }

    public bool Holds(long moment) => moment >= From && moment < To;
}
