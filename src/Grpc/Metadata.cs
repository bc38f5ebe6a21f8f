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

    // The keys of texts that a client has sent and gRPC does not allow; null where there is none.
    private HashSet<string>? _refused;

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
    /// <exception cref="RpcException">
    /// INVALID_ARGUMENT: the client of a call has sent a text with this key that is not printable ASCII. A method that does not ask for it
    /// goes on.
    /// </exception>
    public string? GetValue(string key) => Last(key)?.Value;

    /// <summary>The bytes of the last entry with this key, or null.</summary>
    /// <inheritdoc cref="GetValue" path="/exception"/>
    [SuppressMessage("Performance", "CA1819", Justification = "The bytes are the caller's to keep.")]
    public byte[]? GetValueBytes(string key) => Last(key)?.ValueBytes;

    /// <inheritdoc/>
    public IEnumerator<MetadataEntry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Has whoever asks for this key told that the client's text is not allowed.</summary>
    internal void Refuse(string key) => (_refused ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase)).Add(key);

    private MetadataEntry? Last(string key) => _refused is not null && _refused.Contains(key)
        ? throw new RpcException(new Status(StatusCode.InvalidArgument, $"The value of '{key}' is not printable ASCII."))
        : _entries.FindLast(entry => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase));
}
