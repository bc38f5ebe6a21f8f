using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Messenger.Grpc;

/// <summary>
/// What goes along with a call besides its messages: headers and trailers, in order, a key as often as one likes. Not for use by several
/// threads at a time.
/// </summary>
/// <remarks>
/// Keys are of <c>[0-9a-z_.-]</c>; upper case is lowered. The values of keys that end in <c>-bin</c> are bytes, all others are printable
/// ASCII. Keys that begin with <c>grpc-</c> are the protocol's own. (gRPC over HTTP2, "Custom-Metadata".)
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "gRPC's name for it.")]
public sealed class Metadata : IEnumerable<MetadataEntry>
{
    private readonly List<MetadataEntry> _entries = [];

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>Adds an entry of text.</summary>
    /// <exception cref="ArgumentException">The key or the value has characters that are not allowed.</exception>
    public void Add(string key, string value) => Add(new MetadataEntry(key, value));

    /// <summary>Adds an entry of bytes.</summary>
    /// <exception cref="ArgumentException">The key has characters that are not allowed, or does not end in <c>-bin</c>.</exception>
    public void Add(string key, byte[] value) => Add(new MetadataEntry(key, value));

    /// <summary>Adds an entry.</summary>
    public void Add(MetadataEntry entry) => _entries.Add(entry);

    /// <summary>The text of the last entry with this key, or null.</summary>
    public string? GetValue(string key) => Last(key)?.Value;

    /// <summary>The bytes of the last entry with this key, or null.</summary>
    [SuppressMessage("Performance", "CA1819", Justification = "The bytes are the caller's to keep.")]
    public byte[]? GetValueBytes(string key) => Last(key)?.ValueBytes;

    /// <inheritdoc/>
    public IEnumerator<MetadataEntry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private MetadataEntry? Last(string key) =>
        _entries.FindLast(entry => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase));
}
