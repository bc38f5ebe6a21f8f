namespace Messenger.Journal;

/// <summary>A room as the journal keeps it. Immutable.</summary>
/// <param name="Id">What its messages are kept under, unique in the journal.</param>
/// <param name="Name">What people call it.</param>
public sealed record JournalRoom(string Id, string Name);
