namespace Messenger.Hub;

/// <summary>Consecutive items of a <see cref="Subscription{T}"/>, in order; empty when the subscription has ended.</summary>
/// <param name="FirstSequence">The sequence number of the first item; the others follow without a gap.</param>
/// <param name="Items">The items. The memory is lent: it is valid until the next <see cref="Subscription{T}.ReadAsync"/>.</param>
public readonly record struct Batch<T>(long FirstSequence, ReadOnlyMemory<T> Items)
{
    /// <summary>Whether there is nothing in it, which means that the subscription has ended: its status says why.</summary>
    public bool IsEmpty => Items.IsEmpty;
}
