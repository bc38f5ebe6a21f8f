namespace Messenger.Load.Checking;

/// <summary>Where a message stands in the common order: at a position, or as one of those that stand directly before it.</summary>
/// <param name="Position">The position, from 0.</param>
/// <param name="Turn">Among those directly before it, its sendTime; <see cref="long.MaxValue"/> at the position itself.</param>
internal readonly record struct Place(int Position, long Turn)
{
    /// <summary>Before everything.</summary>
    public static Place Start { get; } = new(-1, long.MaxValue);

    public bool IsBetween => Turn != long.MaxValue;

    public static Place At(int position) => new(position, long.MaxValue);

    public bool IsAfter(Place other) => (Position, Turn).CompareTo((other.Position, other.Turn)) > 0;
}
