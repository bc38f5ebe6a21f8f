using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>
/// Whether the server keeps a journal, by its last word: then it knows idempotency keys, and sending again is safe. All members may be
/// called from any thread.
/// </summary>
internal sealed class ServerJournal
{
    private volatile bool _isAnnounced;

    public bool IsAnnounced => _isAnnounced;

    /// <summary>The headers of a stream, or of an answer that is OK.</summary>
    public void Note(Metadata headers) => _isAnnounced = headers.GetValue(JournalMetadata.Journal) is not null;
}
