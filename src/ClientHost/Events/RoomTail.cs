using Messenger.Hub;

namespace Messenger.ClientHost.Events;

/// <summary>
/// The growing end of a room: its messages from one on, without a gap, as the frames of their events. When it cannot go on, the hub is
/// completed, and another tail takes its place.
/// </summary>
/// <param name="Journal">The journal that the messages are of.</param>
/// <param name="Frames">The frames. Their sequence in the hub is the messages' own.</param>
internal sealed record RoomTail(string Journal, Hub<byte[]> Frames);
