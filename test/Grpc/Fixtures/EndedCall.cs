namespace Messenger.Grpc.Tests;

/// <summary>A call that an observer was told of.</summary>
internal sealed record EndedCall(string? Method, Status Status, Exception? Cause, TimeSpan Duration);
