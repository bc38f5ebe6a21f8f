namespace Messenger.Chaos;

/// <summary>
/// A message as a reader, a sender or the history has it. Of its author and text only a hash is kept besides the name that the text begins
/// with: a long run has millions.
/// </summary>
/// <param name="Sequence">Its number; 0 where nobody says.</param>
/// <param name="SendTime">Nanoseconds since 1970-01-01T00:00Z.</param>
/// <param name="Name">What tells it from all others, and its key.</param>
/// <param name="Hash">Of author and text, within this process.</param>
internal readonly record struct SaidMessage(long Sequence, long SendTime, string Name, int Hash)
{
    public static SaidMessage Of(long sequence, long sendTime, string author, string text) =>
        new(sequence, sendTime, SentText.NameOf(text), HashCode.Combine(author, text));

    /// <summary>Whether both are the same, as far as both say.</summary>
    public bool Equals(SaidMessage other) =>
        SendTime == other.SendTime && Hash == other.Hash && Name == other.Name
        && (Sequence == other.Sequence || Sequence == 0 || other.Sequence == 0);

    public override int GetHashCode() => Hash;

    public override string ToString() => Sequence == 0 ? $"'{Name}' of {SendTime}" : $"'{Name}' ({Sequence}) of {SendTime}";
}
