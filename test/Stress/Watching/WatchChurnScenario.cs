using System.Collections.Concurrent;

namespace Messenger.Stress;

/// <summary>
/// Many say something in many rooms, others are made meanwhile, and watchers of any speed come and stay to the end. What each was told last
/// of a room is how far the room has come.
/// </summary>
internal sealed class WatchChurnScenario(IWatchedHouse house, int messages, int seed, TimeSpan patience)
{
    private const int Posters = 3;
    private const int Watchers = 6;
    private const int Rooms = 40;

    private readonly Findings _findings = new();
    private readonly ConcurrentDictionary<int, long> _said = new() { [0] = 0 };
    private int _rooms = 1;
    private int _tellings;

    public async Task<Findings> RunAsync()
    {
        await using (house)
        {
            Task[] watching = [.. Enumerable.Range(0, Watchers).Select(i => Task.Run(() => WatchAsync(i)))];
            await Task.WhenAll([Task.Run(AddAllAsync), .. Enumerable.Range(0, Posters).Select(i => Task.Run(() => PostAllAsync(Watchers + i)))]);
            await house.CloseAsync();
            Task all = Task.WhenAll(watching);
            if (await Task.WhenAny(all, Task.Delay(patience)) == all)
            {
                await all;
            }
            else
            {
                _findings.Add(Rule.EverybodyEnds, $"{watching.Count(watcher => !watcher.IsCompleted)} watchers sleep, long after the house was closed.");
            }
        }

        _findings.Summary = $"{_tellings} tellings of {_said.Values.Sum()} messages in {_rooms} rooms.";
        return _findings;
    }

    private async Task AddAllAsync()
    {
        Random choices = Work.Choices(seed, Watchers + Posters);
        while (_rooms < Rooms)
        {
            await house.AddRoomAsync();
            _said[_rooms] = 0;
            Volatile.Write(ref _rooms, _rooms + 1);
            await PauseAsync(choices);
        }
    }

    private async Task PostAllAsync(int actor)
    {
        Random choices = Work.Choices(seed, actor);
        for (int i = 0; i < messages; i++)
        {
            int room = choices.Next(Volatile.Read(ref _rooms));
            await house.PostAsync(room);
            _said.AddOrUpdate(room, 1, (_, said) => said + 1);
            await PauseAsync(choices);
        }
    }

    private async Task WatchAsync(int actor)
    {
        Random choices = Work.Choices(seed, actor);
        for (int i = choices.Next(20); i > 0; i--)
        {
            await Task.Yield();
        }

        List<long> known = [];
        Func<ValueTask<IReadOnlyList<RoomState>>> read = house.Watch();
        while (await read() is { Count: > 0 } told)
        {
            Interlocked.Increment(ref _tellings);
            Learn(actor, told, known);
            for (int i = actor * choices.Next(10); i > 0; i--)
            {
                await PauseAsync(choices);
            }
        }

        // Nobody has been saying anything since the house was closed.
        for (int room = 0; room < _rooms; room++)
        {
            long last = room < known.Count ? known[room] : -1;
            if (last != _said[room])
            {
                _findings.Add(Rule.NothingMissing, $"Watcher {actor} knows of {last} messages in room {room}: {_said[room]} were said.");
            }
        }
    }

    private void Learn(int actor, IReadOnlyList<RoomState> told, List<long> known)
    {
        int before = -1;
        foreach ((int room, long newest) in told)
        {
            if (room <= before || room > known.Count)
            {
                _findings.Add(Rule.SameOrderEverywhere, $"Watcher {actor} is told of room {room} after {before}, and knows of {known.Count}.");
                return;
            }

            before = room;
            if (room == known.Count)
            {
                known.Add(newest);
            }
            else if (newest <= known[room])
            {
                _findings.Add(Rule.NothingTwice, $"Watcher {actor} is told of {newest} in room {room}, and knows of {known[room]}.");
            }
            else
            {
                known[room] = newest;
            }
        }
    }

    private static async Task PauseAsync(Random choices)
    {
        Thread.SpinWait(choices.Next(200));
        if (choices.Next(4) == 0)
        {
            await Task.Yield();
        }
    }
}
