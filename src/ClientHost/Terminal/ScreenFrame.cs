namespace Messenger.ClientHost.Terminal;

/// <summary>What a screen shows: its rows from the top, and where the cursor is, both counted from 0.</summary>
internal sealed record ScreenFrame(IReadOnlyList<Line> Rows, int CursorRow, int CursorColumn);
