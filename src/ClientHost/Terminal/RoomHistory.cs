namespace Messenger.ClientHost.Terminal;

/// <summary>
/// The messages of a room in order, the newest of them: up to 10,000, and 16 Mi characters of author and text. Not for several threads at
/// once.
/// </summary>
internal sealed class RoomHistory
{
    /// <summary>How many messages are kept.</summary>
    public const int MaxMessages = 10_000;

    /// <summary>How many characters are kept, unless the newest message alone has more.</summary>
    public const int MaxCharacters = 16 << 20;

    private readonly Queue<RoomMessage> _messages = [];
    private long _characters;
    private RoomMessage? _newest;

    /// <summary>Whether older messages were left out.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The number of the newest message; null if there is none, or it has none.</summary>
    public long? LastSequence => _newest?.Sequence;

    /// <summary>Adds a message at the end.</summary>
    /// <returns>False: it is known already.</returns>
    public bool Add(RoomMessage message)
    {
        if (message.Sequence <= LastSequence)
        {
            return false;
        }

        _newest = message;
        _messages.Enqueue(message);
        _characters += SizeOf(message);
        while (_messages.Count > MaxMessages || (_characters > MaxCharacters && _messages.Count > 1))
        {
            _characters -= SizeOf(_messages.Dequeue());
            IsCut = true;
        }

        return true;
    }

    /// <summary>Whether a message has arrived; it may be left out by now.</summary>
    public bool Holds(RoomMessage message) => message.Sequence is { } sequence
        ? sequence <= LastSequence
        : _messages.Any(kept => kept.Id == message.Id);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _messages.Clear();
        _characters = 0;
        _newest = null;
        IsCut = false;
    }

    public RoomMessage[] ToArray() => [.. _messages];

    private static int SizeOf(RoomMessage message) => message.Author.Length + message.Text.Length;
}
