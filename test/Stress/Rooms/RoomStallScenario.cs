using Messenger.Journal;

namespace Messenger.Stress;

/// <summary>Readers that stop in the midst of reading: they lapse alone, and have everything once they go on.</summary>
internal sealed class RoomStallScenario(IJournal journal, int seed, TimeSpan patience)
{
    private const int QueueCapacity = 16;
    private const int Pairs = 4;

    public async Task<Findings> RunAsync()
    {
        await using House house = await House.OpenAsync(journal, QueueCapacity, patience);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Visit[] stalled = [.. Enumerable.Range(0, Pairs).Select(_ => Visit.FromNow(house, "stalled"))];
        Visit[] running = [.. Enumerable.Range(0, Pairs).Select(_ => Visit.FromNow(house, "running"))];
        Task[] readers =
        [
            .. stalled.Select(visit => Task.Run(() => visit.ReadAsync(() => goOn.Task))),
            .. running.Select(visit => Task.Run(() => visit.ReadAsync(() => Task.CompletedTask))),
        ];

        var poster = new Poster(0, house, Work.Choices(seed, 0));
        Random choices = Work.Choices(seed, 1);
        ReaderRecord[] whoRuns = [.. running.Select(visit => visit.Record)];
        while (poster.Posts.Count <= 4 * QueueCapacity && !house.Findings.Any)
        {
            // Never more than a queue holds, then a pause until whoever runs has read it.
            await poster.PostAsync(choices.Next(1, QueueCapacity + 1));
            await house.Roster.Reached(whoRuns, poster.Posts.Count);
        }

        await house.Roster.Listed(() => house.Room.LiveReaders, running.Length);
        goOn.SetResult();
        await house.Roster.AllReached(poster.Posts.Count);
        await house.Roster.Listed(() => house.Room.LiveReaders, readers.Length);
        await house.CloseAsync();
        await house.Roster.AllEnd("readers", readers);
        house.Roster.Inspect(new History(poster.Posts, house.Findings));
        return house.Findings;
    }
}
