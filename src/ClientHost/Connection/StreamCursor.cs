using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>
/// How far the streams have come: where the next one has to begin, so that nothing is missing between them, and where something may be
/// missing. For one thread at a time.
/// </summary>
internal sealed class StreamCursor
{
    private string? _journal;

    // Of _journal; null while its server has not told.
    private SendTime? _after;

    private SendTime _last = SendTime.Beginning;
    private bool _hasBegun;

    // Whether the stream of now has come so far that its headers say where.
    private bool _isOpen;

    /// <summary>Whether the stream of now was asked to go on where the last one has ended, and has brought nothing yet.</summary>
    public bool IsResuming { get; private set; }

    /// <summary>Whether the headers of the stream of now are known, so that they need not be asked for.</summary>
    public bool IsIdentified { get; private set; }

    /// <summary>Whether the next stream can go on where the last one has ended.</summary>
    public bool CanResume => _journal is not null && _after is not null;

    /// <summary>What to ask of the next stream.</summary>
    public Metadata Request()
    {
        IsResuming = CanResume;
        IsIdentified = false;
        _isOpen = false;
        return CanResume
            ? new() { { JournalMetadata.Journal, _journal! }, { JournalMetadata.ResumeAfter, _after!.Value.ToString() } }
            : [];
    }

    /// <summary>The next stream is open.</summary>
    /// <param name="headers">Its headers; null where they come later, and <see cref="Identify"/> has them then.</param>
    /// <returns>The time after which messages may be missing; null if none is.</returns>
    public SendTime? Begin(Metadata? headers)
    {
        _isOpen = true;
        if (CanResume && headers?.GetValue(JournalMetadata.Journal) == _journal)
        {
            IsIdentified = true;
            return null;
        }

        SendTime? gap = _hasBegun ? _last : null;
        _hasBegun = true;
        Forget();
        if (headers is not null)
        {
            Identify(headers);
        }

        return gap;
    }

    /// <summary>
    /// The headers of a stream that begins anew, before it has brought anything. Of one that never began they are passed over: where it
    /// would have begun, something may be missing, and nobody was told.
    /// </summary>
    public void Identify(Metadata headers)
    {
        if (!_isOpen)
        {
            return;
        }

        IsIdentified = true;
        _journal = headers.GetValue(JournalMetadata.Journal);
        if (_journal is not null && SendTime.TryParse(headers.GetValue(JournalMetadata.Position), out SendTime position))
        {
            _after = position;
            _last = _last == SendTime.Beginning ? position : _last;
        }
    }

    /// <summary>The stream has brought a message.</summary>
    public void Receive(SendTime sendTime)
    {
        IsResuming = false;
        _after = sendTime;
        _last = sendTime;
    }

    /// <summary>The server cannot go on from here: the next stream begins anew.</summary>
    public void Forget()
    {
        _journal = null;
        _after = null;
    }
}
