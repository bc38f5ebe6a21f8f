namespace Messenger.Journal;

/// <summary>A group of writes that was committed.</summary>
/// <param name="Entries">How many messages it has; none where it makes rooms, or repeats what is kept already.</param>
/// <param name="Duration">How long the store took for it, its disk included; what waited before that did not wait for it alone.</param>
public readonly record struct JournalCommit(int Entries, TimeSpan Duration);
