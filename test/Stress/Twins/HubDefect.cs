namespace Messenger.Stress;

/// <summary>What a <see cref="TwinHub"/> does wrong.</summary>
public enum HubDefect
{
    None,

    /// <summary>Numbers under the lock, and puts into the queues after it: two publications can overtake each other.</summary>
    EnqueueOutsideTheLock,

    /// <summary>Looks into the queue, and parks in a second step: what comes between the two wakes nobody.</summary>
    LostWakeUp,

    /// <summary>Looks in a second step who waits, and wakes a reader that has found the text by itself and waits for the next.</summary>
    WakesForNothing,

    /// <summary>Puts texts where those lie that a reader has been lent.</summary>
    OverwritesWhatIsLent,

    /// <summary>Moves a queue that has grown in two steps: what is taken between the two comes again.</summary>
    GrowsInTwoSteps,

    /// <summary>Says that a subscription begins one later than it does.</summary>
    SeamOffByOne,

    /// <summary>Takes the beginning in one step and lists the subscription in another: what comes between the two is missing.</summary>
    SeamInTwoSteps,

    /// <summary>Drops what does not fit, and lets the subscription live on.</summary>
    OverflowKeptQuiet,

    /// <summary>Drops what is queued when something does not fit.</summary>
    LapseDropsTheQueue,

    /// <summary>Goes forward through a list in which the last one takes the place of one that lapses, and passes it over.</summary>
    LapseSkipsAnother,

    /// <summary>Does not wake the reader of a subscription that is disposed.</summary>
    DisposeWakesNobody,

    /// <summary>Leaves a subscription in the list when it was disposed while its reader waited.</summary>
    DisposeStaysListed,
}
