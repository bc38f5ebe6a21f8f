namespace Messenger.Stress;

/// <summary>What its sender knows of a message: the number it was told, and the readings of the clock right before and right after.</summary>
internal sealed record Post(string Text, long Sequence, long Started, long Completed);
