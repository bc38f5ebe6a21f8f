namespace Messenger.Benchmarks;

/// <summary>A message whose place can be judged.</summary>
/// <param name="Sender">Who sends it, from 0; -1 for the last message of a round.</param>
/// <param name="Number">Its number among those of its sender, from 0.</param>
internal sealed record OrderedMessage(int Sender, int Number)
{
    /// <summary>Published after all others of a round: whoever has it has them.</summary>
    public static OrderedMessage Last { get; } = new(Sender: -1, Number: 0);
}
