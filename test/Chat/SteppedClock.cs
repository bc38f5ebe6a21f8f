namespace Messenger.Chat.Tests;

/// <summary>A clock that goes on when the test says so, and whose timers fire then, once each.</summary>
internal sealed class SteppedClock : TimeProvider
{
    // Guards both fields. Timers fire outside of it.
    private readonly Lock _timersLock = new();
    private readonly List<Timer> _timers = [];
    private long _now;

    /// <summary>How many timers wait for a later time.</summary>
    public int Waiting
    {
        get
        {
            lock (_timersLock)
            {
                return _timers.Count;
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_timersLock)
        {
            return _now;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_timersLock)
        {
            var timer = new Timer(this, _now + dueTime.Ticks, () => callback(state));
            _timers.Add(timer);
            return timer;
        }
    }

    public void Step(TimeSpan time)
    {
        Timer[] due;
        lock (_timersLock)
        {
            _now += time.Ticks;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            _timers.RemoveAll(timer => timer.Due <= _now);
        }

        Array.ForEach(due, timer => timer.Fire());
    }

    private void Remove(Timer timer)
    {
        lock (_timersLock)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class Timer(SteppedClock clock, long due, Action fire) : ITimer
    {
        public long Due { get; } = due;

        public Action Fire { get; } = fire;

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => clock.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
