namespace Messenger.Grpc;

/// <summary>Settings of one call.</summary>
/// <param name="Headers">What goes along with the request.</param>
/// <param name="Deadline">When the call must be over, in UTC; null if it may take for ever. The server is told.</param>
/// <param name="CancellationToken">Cancels the call.</param>
public readonly record struct CallOptions(
    Metadata? Headers = null, DateTime? Deadline = null, CancellationToken CancellationToken = default);
