namespace Messenger.Load;

/// <summary>What a run does.</summary>
internal sealed record LoadOptions
{
    public string Host { get; init; } = "localhost";

    public int Port { get; init; } = 51075;

    public int Streams { get; init; } = 100;

    /// <summary>Over so many connections the streams are spread; senders have a connection each besides.</summary>
    public int Connections { get; init; } = 10;

    public int Senders { get; init; } = 4;

    /// <summary>Messages a second in all, by the clock; null for a closed loop.</summary>
    public double? Rate { get; init; }

    /// <summary>In a closed loop: so many messages are sent and not yet answered and on every stream.</summary>
    public int InFlight { get; init; } = 64;

    /// <summary>Bytes of a message's text.</summary>
    public int Size { get; init; } = 100;

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The server's process; null to look for it.</summary>
    public int? Pid { get; init; }

    /// <summary>The folder for the report; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>
    /// How long nothing may happen that should: a stream that does not open, a message in flight that does not arrive, the last messages.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    public Uri Address => new UriBuilder("http", Host, Port).Uri;
}
