namespace Messenger.Benchmarks;

/// <summary>Readers did not get the same messages in the same order, so how long it took means nothing.</summary>
internal sealed class OrderViolationException(string message) : Exception(message);
