using Messenger.Chat;
using Messenger.Journal;
using Messenger.ServerHost.Metrics;

namespace Messenger.ServerHost;

/// <summary>Says things in rooms, and counts what becomes of them.</summary>
internal sealed class Posts(RoomDirectory rooms, ServerMetrics metrics)
{
    /// <summary>Posts to a room, as <see cref="Room.PostAsync"/> does it.</summary>
    /// <exception cref="RoomNotFoundException">There is no such room.</exception>
    public Task<JournalEntry> PostAsync(string roomId, string author, string text, string? idempotencyKey)
    {
        Task<JournalEntry> post;
        try
        {
            post = rooms.Find(roomId).PostAsync(author, text, idempotencyKey);
        }
        catch
        {
            metrics.CountSend(SendOutcome.Refused);
            throw;
        }

        if (!post.IsCompletedSuccessfully)
        {
            return CountAsync(post);
        }

        metrics.CountSend(SendOutcome.Kept);
        return post;
    }

    private async Task<JournalEntry> CountAsync(Task<JournalEntry> post)
    {
        SendOutcome outcome = SendOutcome.Unknown;
        try
        {
            JournalEntry entry = await post;
            outcome = SendOutcome.Kept;
            return entry;
        }
        catch (Exception e) when (e is IdempotencyConflictException or JournalClosedException or JournalUnavailableException { MayBeStored: false })
        {
            outcome = SendOutcome.Refused;
            throw;
        }
        finally
        {
            metrics.CountSend(outcome);
        }
    }
}
