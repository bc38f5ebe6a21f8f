namespace Messenger.Chat;

/// <summary>How far a room is.</summary>
/// <param name="Room">The room.</param>
/// <param name="NewestSequence">The number of its newest message; 0 while nothing was said.</param>
public readonly record struct RoomActivity(Room Room, long NewestSequence);
