using Messenger.Journal;

namespace Messenger.Stress;

/// <summary>What a <see cref="RoomScenario"/> does, in several rooms of one house at once: the journal's groups mix them.</summary>
internal sealed class ManyRoomsScenario(IJournal journal, RoomLoad load, int seed, TimeSpan patience)
{
    private const int Rooms = 4;

    public async Task<Findings> RunAsync()
    {
        await using House shared = await House.OpenAsync(journal, load.QueueCapacity, patience);
        List<House> rooms = [shared];
        while (rooms.Count < Rooms)
        {
            rooms.Add(await shared.AddRoomAsync($"room {rooms.Count}"));
        }

        // Seeds far apart: those of the next rounds follow on this one.
        RoomScenario[] scenarios = [.. rooms.Select((_, i) => new RoomScenario(journal, load, seed ^ (i << 24), patience))];
        await Task.WhenAll(rooms.Zip(scenarios, (room, scenario) => Task.Run(() => scenario.PlayAsync(room))));
        await shared.CloseAsync();
        foreach ((House room, RoomScenario scenario) in rooms.Zip(scenarios))
        {
            await scenario.CheckAsync(room);
        }

        return shared.Findings;
    }
}
