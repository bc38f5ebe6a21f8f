using System.Net;

namespace Messenger.Grpc;

/// <summary>Settings of a <see cref="GrpcServer"/>.</summary>
public sealed record GrpcServerOptions
{
    /// <summary>The address to listen on; null for all of the machine, IPv6 included where there is one.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The TCP port to listen on, 0 to 65,535; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How many bytes a received message may have, decompressed too.</summary>
    public int MaxReceiveMessageSize { get; init; } = 4 << 20;

    /// <summary>
    /// How many calls one connection may have open at a time, 1 or more. A client that has more lets them wait, mostly without a word.
    /// </summary>
    public int MaxStreamsPerConnection { get; init; } = 1000;

    /// <summary>
    /// How long one flush of a stream may take before the stream is reset, because the peer does not read it, or reads too slowly. A method
    /// that writes much flushes from time to time (<see cref="IFrameWriter.UnflushedBytes"/>), so that a slow peer is seen to read.
    /// </summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a connection is silent before it is asked whether it still lives; 1 s or more.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the answer to that may take before the connection is closed; 1 s or more.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
