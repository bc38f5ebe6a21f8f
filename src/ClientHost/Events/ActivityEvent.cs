using Messenger.ClientHost.Http;

namespace Messenger.ClientHost.Events;

/// <summary>The data of an <c>activity</c> event: how far a room is.</summary>
/// <param name="Room">The room.</param>
/// <param name="NewestSequence">Its newest message; 0 while nothing was said.</param>
internal sealed record ActivityEvent(ApiRoom Room, long NewestSequence);
