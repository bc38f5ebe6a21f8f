namespace Messenger.Grpc;

/// <summary>Settings of a <see cref="GrpcChannel"/>.</summary>
public sealed record GrpcChannelOptions
{
    /// <summary>How many bytes a received message may have.</summary>
    public int MaxReceiveMessageSize { get; init; } = 4 << 20;

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a connection with open calls is silent before the server is asked whether it still lives; 1 s or more. It doubles each time
    /// a server complains of too many such questions, up to an hour.
    /// </summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the answer to that may take before the connection is closed; 1 s or more.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
