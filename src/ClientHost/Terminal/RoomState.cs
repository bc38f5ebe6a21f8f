using Messenger.Grpc;

namespace Messenger.ClientHost.Terminal;

/// <summary>How a room is at a moment.</summary>
/// <param name="Version">Grows with every change.</param>
/// <param name="Messages">The history, oldest first.</param>
/// <param name="IsCut">Whether older messages than these were left out.</param>
/// <param name="IsConnected">Whether messages come.</param>
/// <param name="Outages">How often the connection was lost, so far.</param>
/// <param name="Restarts">How often the history was begun anew, because the server has another one.</param>
/// <param name="End">Why nothing will come any more; null while something may.</param>
internal sealed record RoomState(
    long Version, IReadOnlyList<RoomMessage> Messages, bool IsCut, bool IsConnected, int Outages, int Restarts, Status? End)
{
    /// <summary>The newest message; null if there is none.</summary>
    public RoomMessage? Newest => Messages.Count > 0 ? Messages[^1] : null;
}
