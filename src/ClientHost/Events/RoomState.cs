namespace Messenger.ClientHost.Events;

/// <summary>How far a room was when it was last told of.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="NewestSequence">Its newest message; 0 while nothing was said.</param>
/// <param name="Change">The number of the change that led to this.</param>
/// <param name="Frame">Its event.</param>
internal sealed record RoomState(string Name, long NewestSequence, long Change, byte[] Frame);
