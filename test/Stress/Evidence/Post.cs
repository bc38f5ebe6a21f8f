namespace Messenger.Stress;

/// <summary>What its sender knows of a message: the number it was told, and what the clock read before and after.</summary>
internal sealed record Post(string Text, long Sequence, long Started, long Completed);
