namespace Messenger.Stress;

/// <summary>What a <see cref="BrokenJournal"/> does wrong.</summary>
public enum JournalDefect
{
    /// <summary>The last entry of what it has is not in its pages, so that the seam has a gap.</summary>
    HidesTheNewest,

    /// <summary>Pages begin with the entry that they should begin after, so that the seam has a repetition.</summary>
    RepeatsTheLast,

    /// <summary>Leaves out an entry in the midst of a page.</summary>
    SkipsOne,

    /// <summary>Gives a page with two entries in the wrong order.</summary>
    SwapsTwo,

    /// <summary>Puts into a page what another room has under the number.</summary>
    MixesRooms,

    /// <summary>Completes appends before they are published.</summary>
    PublishesLate,
}
