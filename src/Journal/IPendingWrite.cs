namespace Messenger.Journal;

/// <summary>Something that waits for the writer's next commit; whoever brought it awaits its task.</summary>
internal interface IPendingWrite
{
    /// <summary>About how many bytes of memory it takes.</summary>
    int Size { get; }

    /// <summary>Ends its wait, unless it failed before: it is committed.</summary>
    void Complete();

    /// <summary>Ends its wait: it is not committed, or nobody knows.</summary>
    bool TrySetException(Exception exception);
}
