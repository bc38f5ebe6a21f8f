namespace Messenger.Load.Checking;

/// <summary>
/// An array that grows without moving its elements, and gives back what is not needed at its beginning. Elements are reached from any
/// thread; what they hold is their user's to synchronize.
/// </summary>
internal sealed class ChunkedArray<T>
{
    public const int ChunkLength = 1 << ChunkBits;

    private const int ChunkBits = 12;

    // Guards growing and dropping. Nothing else is taken under it.
    private readonly Lock _growth = new();
    private T[]?[] _chunks = new T[]?[64];
    private int _created;
    private int _dropped;

    /// <summary>The number of elements that were given back.</summary>
    public int DroppedLength => Volatile.Read(ref _dropped) << ChunkBits;

    /// <summary>The elements that have an index in this one's chunk; null when they were given back or never made.</summary>
    public T[]? ChunkOf(int index)
    {
        T[]?[] chunks = Volatile.Read(ref _chunks);
        int chunk = index >> ChunkBits;
        return (uint)chunk < (uint)chunks.Length ? Volatile.Read(ref chunks[chunk]) : null;
    }

    public static int Offset(int index) => index & (ChunkLength - 1);

    /// <summary>An element that was made and not given back.</summary>
    public ref T this[int index] => ref ChunkOf(index)![Offset(index)];

    /// <summary>Makes the element, and those before it.</summary>
    public ref T Create(int index)
    {
        if ((index >> ChunkBits) >= Volatile.Read(ref _created))
        {
            Grow(index >> ChunkBits);
        }

        return ref this[index];
    }

    /// <summary>Gives back the first chunk that is left.</summary>
    public void DropFirst()
    {
        lock (_growth)
        {
            Volatile.Write(ref _chunks[_dropped], null);
            _dropped++;
        }
    }

    private void Grow(int chunk)
    {
        lock (_growth)
        {
            while (_created <= chunk)
            {
                if (_created == _chunks.Length)
                {
                    Volatile.Write(ref _chunks, [.. _chunks, .. new T[]?[_chunks.Length]]);
                }

                Volatile.Write(ref _chunks[_created], new T[ChunkLength]);
                Volatile.Write(ref _created, _created + 1);
            }
        }
    }
}
