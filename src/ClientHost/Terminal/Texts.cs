using System.Globalization;

namespace Messenger.ClientHost.Terminal;

/// <summary>
/// Everything that the terminal client says by itself, in one language. In braces is what is put in: <c>{0}</c>, <c>{1}</c>.
/// </summary>
internal sealed record Texts
{
    public required string AskName { get; init; }

    public required string BlankName { get; init; }

    public required string Menu { get; init; }

    public required string MenuCreate { get; init; }

    public required string MenuList { get; init; }

    public required string MenuJoin { get; init; }

    public required string MenuHistory { get; init; }

    public required string MenuLeave { get; init; }

    public required string AskChoice { get; init; }

    public required string WrongChoice { get; init; }

    public required string AskRoomName { get; init; }

    public required string BlankRoomName { get; init; }

    public required string AskRoomId { get; init; }

    public required string BlankRoomId { get; init; }

    public required string BackToMenu { get; init; }

    /// <summary>The name and the id.</summary>
    public required string RoomCreated { get; init; }

    public required string Rooms { get; init; }

    public required string NoRooms { get; init; }

    /// <summary>The id.</summary>
    public required string UnknownRoom { get; init; }

    /// <summary>The id; above the history of a room that one is in.</summary>
    public required string RoomHistory { get; init; }

    /// <summary>The id; above a history that is only read.</summary>
    public required string History { get; init; }

    public required string NoMessages { get; init; }

    /// <summary>How many there are.</summary>
    public required string OlderLeftOut { get; init; }

    public required string RoomHint { get; init; }

    public required string ConnectionLost { get; init; }

    public required string ConnectionBack { get; init; }

    public required string HistoryAnew { get; init; }

    /// <summary>The message.</summary>
    public required string NotSent { get; init; }

    /// <summary>The message.</summary>
    public required string NotAnswered { get; init; }

    /// <summary>Why, and the message.</summary>
    public required string SendFailed { get; init; }

    /// <summary>Why, and the message.</summary>
    public required string SendRefused { get; init; }

    /// <summary>Why.</summary>
    public required string Refused { get; init; }

    /// <summary>The server, and why.</summary>
    public required string Unreachable { get; init; }

    /// <summary>The server.</summary>
    public required string NoAnswer { get; init; }

    /// <summary>Why.</summary>
    public required string ServerFailed { get; init; }

    /// <summary>Why.</summary>
    public required string OutputFailed { get; init; }

    /// <summary>The name.</summary>
    public required string Goodbye { get; init; }

    /// <summary>A text with what belongs in its braces.</summary>
    public static string Fill(string text, params object[] values) => string.Format(CultureInfo.InvariantCulture, text, values);
}
