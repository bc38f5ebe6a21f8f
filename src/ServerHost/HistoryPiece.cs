namespace Messenger.ServerHost;

/// <summary>A part of a history that is sent in one flush.</summary>
/// <param name="Before">The sequence number of the message after it.</param>
/// <param name="Count">How many messages it has.</param>
internal readonly record struct HistoryPiece(long Before, int Count);
