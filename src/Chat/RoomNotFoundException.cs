namespace Messenger.Chat;

/// <summary>There is no room with this id.</summary>
/// <param name="id">The id.</param>
public sealed class RoomNotFoundException(string id)
    : Exception(id.Length <= LongestShown ? $"There is no room '{id}'." : $"There is no room with this id of {id.Length} characters.")
{
    // What goes back to a client should not be as long as what it may send.
    private const int LongestShown = 100;
}
