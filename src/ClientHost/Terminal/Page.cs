namespace Messenger.ClientHost.Terminal;

/// <summary>What a terminal shows as a whole: a heading, and the lines under it.</summary>
internal sealed record Page(Line Heading, IReadOnlyList<Line> Lines);
