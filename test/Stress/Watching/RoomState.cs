namespace Messenger.Stress;

/// <summary>How far a room is, as a watcher is told.</summary>
internal readonly record struct RoomState(int Room, long Newest);
