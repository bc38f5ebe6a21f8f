using System.Collections.Concurrent;
using Messenger.Journal;

namespace Messenger.Stress;

/// <summary>Posts to the room, a few messages at a time or one after the other, and keeps what it was told of each.</summary>
internal sealed class Poster(int id, House house, Random choices)
{
    private const int MostAtOnce = 4;

    // Of those that are posted at once, some may be kept and others refused.
    private readonly ConcurrentQueue<Post> _kept = new();
    private int _posted;

    public IReadOnlyCollection<Post> Posts => _kept;

    public async Task PostAsync(int count)
    {
        int left = count;
        while (left > 0)
        {
            int atOnce = Math.Min(left, choices.Next(1, MostAtOnce + 1));
            await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => PostOneAsync($"{house.Room.Name}: {id}/{++_posted}")));
            left -= atOnce;
            if (choices.Next(3) == 0)
            {
                await Task.Yield();
            }
        }
    }

    private async Task PostOneAsync(string text)
    {
        long started = house.Clock.Read();
        JournalEntry entry = await house.Room.PostAsync($"poster {id}", text);
        _kept.Enqueue(new Post(text, entry.Sequence, started, house.Clock.Read()));
    }
}
