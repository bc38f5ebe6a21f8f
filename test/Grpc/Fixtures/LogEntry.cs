using Microsoft.Extensions.Logging;

namespace Messenger.Grpc.Tests;

/// <summary>What was logged.</summary>
internal sealed record LogEntry(string Category, LogLevel Level, int Id, string Message, Exception? Exception);
