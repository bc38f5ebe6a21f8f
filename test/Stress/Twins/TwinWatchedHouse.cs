using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Messenger.Stress;

/// <summary>The plainest house that can be watched, with the defect that is asked for.</summary>
internal sealed class TwinWatchedHouse(WatchDefect defect) : IWatchedHouse
{
    private volatile ImmutableList<StrongBox<long>> _rooms = [new StrongBox<long>()];
    private volatile bool _isClosed;

    // Guards the field.
    private readonly Lock _sleepersLock = new();
    private TaskCompletionSource? _sleepers;

    public Task AddRoomAsync()
    {
        Change(() => _rooms = _rooms.Add(new StrongBox<long>()));
        return Task.CompletedTask;
    }

    public Task PostAsync(int room)
    {
        Change(() => Interlocked.Increment(ref _rooms[room].Value));
        return Task.CompletedTask;
    }

    public Task CloseAsync()
    {
        Change(() => _isClosed = true);
        return Task.CompletedTask;
    }

    public Func<ValueTask<IReadOnlyList<RoomState>>> Watch()
    {
        List<long> told = [];
        return () => ReadAsync(told);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<IReadOnlyList<RoomState>> ReadAsync(List<long> told)
    {
        Task? woken = null;
        while (true)
        {
            bool isClosed = _isClosed;
            if (defect == WatchDefect.EndsTooEarly && isClosed)
            {
                return [];
            }

            List<RoomState> news = Look(told);
            if (news.Count > 0 || isClosed)
            {
                return news;
            }

            if (woken is null)
            {
                PassWhere(WatchDefect.LooksOnce);
                woken = FallAsleep();
                if (defect != WatchDefect.LooksOnce)
                {
                    continue;
                }
            }

            await woken;
            woken = null;
        }
    }

    private List<RoomState> Look(List<long> told)
    {
        List<RoomState> news = [];
        ImmutableList<StrongBox<long>> rooms = _rooms;
        for (int i = 0; i < rooms.Count; i++)
        {
            long newest = Volatile.Read(ref rooms[i].Value);
            if (i == told.Count)
            {
                told.Add(-1);
            }

            if (told[i] != newest)
            {
                PassWhere(WatchDefect.RemembersMore);
                news.Add(new RoomState(i, newest));
                told[i] = defect == WatchDefect.RemembersMore ? Volatile.Read(ref rooms[i].Value) : newest;
            }
        }

        return news;
    }

    private Task FallAsleep()
    {
        lock (_sleepersLock)
        {
            _sleepers ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _sleepers.Task;
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource? sleepers = defect == WatchDefect.LooksTooEarly ? TakeSleepers() : null;
        PassWhere(WatchDefect.LooksTooEarly);
        change();
        sleepers ??= defect == WatchDefect.LooksTooEarly ? null : TakeSleepers();
        sleepers?.SetResult();
    }

    private TaskCompletionSource? TakeSleepers()
    {
        lock (_sleepersLock)
        {
            TaskCompletionSource? sleepers = _sleepers;
            _sleepers = null;
            return sleepers;
        }
    }

    private void PassWhere(WatchDefect racy)
    {
        if (defect == racy)
        {
            RacyMoment.Pass();
        }
    }
}
