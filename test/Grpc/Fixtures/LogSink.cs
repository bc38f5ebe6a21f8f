using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Messenger.Grpc.Tests;

/// <summary>Keeps what is logged, Kestrel's own entries included.</summary>
internal sealed class LogSink : ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    public IReadOnlyList<LogEntry> Entries => [.. _entries];

    /// <summary>What the server half logged under an id of ServerLog.</summary>
    public IEnumerable<LogEntry> OfServer(int id) =>
        Entries.Where(entry => entry.Id == id && entry.Category == typeof(GrpcServer).FullName);

    public Task UntilServerLogs(int id) => Patience.Until(() => OfServer(id).Any(), $"log entry {id}");

    public void AssertNoErrors() =>
        Assert.IsEmpty(Entries.Where(entry => entry.Level >= LogLevel.Warning).Select(entry => $"{entry.Message} {entry.Exception}"));

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _entries);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<LogEntry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue(new LogEntry(category, logLevel, eventId.Id, formatter(state, exception), exception));
    }
}
