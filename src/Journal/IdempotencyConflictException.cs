namespace Messenger.Journal;

/// <summary>The idempotency key stands for another message of the room already; this one was not stored, and no retry will store it.</summary>
public sealed class IdempotencyConflictException(string idempotencyKey) : Exception(
    $"The idempotency key '{idempotencyKey}' stands for another message of this room already: a retry has its author and its text, and another message a key of its own.");
