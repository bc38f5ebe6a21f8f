namespace Messenger.ClientHost.Terminal;

/// <summary>The English texts.</summary>
internal static class English
{
    public static Texts Texts { get; } = new()
    {
        AskName = "Enter your name:",
        BlankName = "The name cannot be blank.",
        Menu = "=== Menu ===",
        MenuCreate = "1. Create a room",
        MenuList = "2. List rooms",
        MenuJoin = "3. Join a room by ID",
        MenuHistory = "4. History of a room by ID",
        MenuLeave = "5. Leave",
        AskChoice = "Choose (1–5):",
        WrongChoice = "There is no such choice: enter a number from 1 to 5.",
        AskRoomName = "Enter the room's name:",
        BlankRoomName = "The room's name cannot be blank.",
        AskRoomId = "Enter the room's ID:",
        BlankRoomId = "The room's ID cannot be blank.",
        BackToMenu = "Press Enter to go back to the menu.",
        RoomCreated = "Room created: {0} ({1})",
        Rooms = "Available rooms:",
        NoRooms = "There are no rooms yet.",
        UnknownRoom = "There is no room {0}.",
        RoomHistory = "=== History of room {0} ===",
        History = "History of room {0}:",
        NoMessages = "There are no messages yet.",
        OlderLeftOut = "Older messages are left out; these are the last {0}.",
        RoomHint = "Enter a message (quit goes back to the menu):",
        ConnectionLost = "The connection to the server is lost, reconnecting…",
        ConnectionBack = "The connection to the server is back.",
        HistoryAnew = "The server has another history now; it was loaded anew.",
        NotSent = "Not sent, there is no connection to the server: {0}",
        NotAnswered = "There was no answer, this may not have been sent: {0}",
        SendFailed = "This may not have been sent ({0}): {1}",
        SendRefused = "Not sent, the server refused it ({0}): {1}",
        Refused = "The server refused: {0}",
        Unreachable = "The server {0} cannot be reached. {1}",
        NoAnswer = "The server {0} does not answer.",
        ServerFailed = "The server failed: {0}",
        OutputFailed = "The output cannot be written: {0}",
        Goodbye = "Goodbye, {0}!",
    };
}
