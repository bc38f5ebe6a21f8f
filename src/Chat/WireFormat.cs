namespace Messenger.Chat;

/// <summary>The formats that a <see cref="Message"/> goes over the wire in.</summary>
public enum WireFormat
{
    /// <summary>As the shared chat's service has it.</summary>
    SharedChat,

    /// <summary>As the rooms' service has it.</summary>
    Rooms,
}
