namespace Messenger.Chat;

/// <summary>There are as many rooms as are allowed; no more was created.</summary>
/// <param name="limit">How many are allowed.</param>
public sealed class TooManyRoomsException(int limit) : Exception($"There are {limit} rooms already, as many as are allowed.");
