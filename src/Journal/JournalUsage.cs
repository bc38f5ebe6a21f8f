namespace Messenger.Journal;

/// <summary>What a journal holds at a moment.</summary>
/// <param name="WaitingWrites">How many messages and rooms wait to be stored, those among them that are being stored.</param>
/// <param name="WaitingBytes">How many bytes of memory they take, about.</param>
/// <param name="StoredBytes">How many bytes the store has: on the disk, its log included, a second ago at most; or in memory.</param>
public readonly record struct JournalUsage(int WaitingWrites, long WaitingBytes, long StoredBytes);
