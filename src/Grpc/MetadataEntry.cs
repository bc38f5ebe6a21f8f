using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Messenger.Grpc;

/// <summary>One key of a <see cref="Metadata"/> with its value: text, or bytes where the key ends in <c>-bin</c>. Immutable.</summary>
public sealed class MetadataEntry
{
    private const string BinarySuffix = "-bin";

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz_.-");

    private readonly byte[]? _bytes;

    /// <summary>An entry of text.</summary>
    /// <exception cref="ArgumentException">The key or the value has characters that are not allowed, or the key ends in <c>-bin</c>.</exception>
    public MetadataEntry(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Key = Checked(key, isBinary: false);
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new ArgumentException($"The value of '{key}' is not printable ASCII.", nameof(value));
        }

        Value = value;
    }

    /// <summary>An entry of bytes.</summary>
    /// <exception cref="ArgumentException">The key has characters that are not allowed, or does not end in <c>-bin</c>.</exception>
    public MetadataEntry(string key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Key = Checked(key, isBinary: true);
        _bytes = value;
        Value = Convert.ToBase64String(value).TrimEnd('=');
    }

    /// <summary>The key, in lower case.</summary>
    public string Key { get; }

    /// <summary>The value as it goes over the wire: the text, or the bytes in base64 without padding.</summary>
    public string Value { get; }

    /// <summary>The value's bytes; of a text, its ASCII.</summary>
    [SuppressMessage("Performance", "CA1819", Justification = "gRPC's name for it.")]
    public byte[] ValueBytes => _bytes ?? Encoding.ASCII.GetBytes(Value);

    /// <summary>Whether the value is bytes, which the key's end tells.</summary>
    public bool IsBinary => _bytes is not null;

    [SuppressMessage("Globalization", "CA1308", Justification = "HTTP/2 field names are lower case.")]
    internal static bool IsKey(string name) => name.Length > 0 && !name.ToLowerInvariant().AsSpan().ContainsAnyExcept(KeyCharacters);

    internal static bool HasBinarySuffix(string key) => key.EndsWith(BinarySuffix, StringComparison.OrdinalIgnoreCase);

    [SuppressMessage("Globalization", "CA1308", Justification = "HTTP/2 field names are lower case.")]
    private static string Checked(string key, bool isBinary)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        string lower = key.ToLowerInvariant();
        if (!IsKey(lower))
        {
            throw new ArgumentException($"The key '{key}' has characters other than 0-9 a-z _ . -", nameof(key));
        }

        if (HasBinarySuffix(lower) != isBinary)
        {
            throw new ArgumentException($"The key '{key}' must {(isBinary ? "" : "not ")}end in {BinarySuffix}.", nameof(key));
        }

        return lower;
    }
}
