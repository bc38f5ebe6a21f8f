using System.Collections.Concurrent;
using Messenger.Journal;

namespace Messenger.Chat;

/// <summary>The house: its rooms, on one journal, which it owns. All members may be called from any thread, after <see cref="OpenAsync"/>.</summary>
public sealed class RoomDirectory(IJournal journal, ChatOptions options) : IAsyncDisposable
{
    /// <summary>The id of the shared chat's room, which is always there.</summary>
    public const string SharedRoomId = "shared";

    private readonly ConcurrentDictionary<string, Room> _rooms = new();

    /// <summary>Opens the journal and the shared room. Called once, before anything else.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        await journal.OpenAsync(Publish, cancellationToken);
        _rooms[SharedRoomId] = await Room.OpenAsync(SharedRoomId, journal, options, cancellationToken);
    }

    /// <summary>The shared chat's room.</summary>
    public Room Shared => _rooms[SharedRoomId];

    /// <summary>
    /// Takes no more posts, waits until those that were accepted are kept and published, then lets the readers end after what they have
    /// still to read. The journal stays readable until <see cref="DisposeAsync"/>.
    /// </summary>
    public async Task CloseAsync()
    {
        await journal.StopAppendsAsync();
        foreach (Room room in _rooms.Values)
        {
            room.Complete();
        }
    }

    /// <summary>Closes the journal.</summary>
    public ValueTask DisposeAsync() => journal.DisposeAsync();

    // Called by the journal, one group at a time. A run of one room's messages goes to its hub in one step.
    private void Publish(IReadOnlyList<JournalEntry> entries)
    {
        int start = 0;
        while (start < entries.Count)
        {
            string roomId = entries[start].RoomId;
            int end = start + 1;
            while (end < entries.Count && entries[end].RoomId == roomId)
            {
                end++;
            }

            var messages = new Message[end - start];
            for (int i = 0; i < messages.Length; i++)
            {
                messages[i] = new Message(entries[start + i]);
            }

            _rooms[roomId].Publish(messages[0].Sequence, messages);
            start = end;
        }
    }
}
