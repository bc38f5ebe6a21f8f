using System.Collections.Concurrent;
using System.Text;

namespace Messenger.Chaos;

/// <summary>
/// The idempotency keys on the wire between clients and server: how often each was sent tells what a client has repeated by itself. A key
/// that the proxy gets in two pieces, or that is compressed, is not heard. Any thread may listen and ask.
/// </summary>
internal sealed class OverheardKeys
{
    private readonly ConcurrentDictionary<string, int> _sent = new();

    // As .NET's client has it in an HTTP/2 header block: the name as it is, the length of the value in one byte, and the value.
    private static ReadOnlySpan<byte> Name => "idempotency-key"u8;

    public void Listen(ReadOnlyMemory<byte> piece)
    {
        ReadOnlySpan<byte> rest = piece.Span;
        while (rest.IndexOf(Name) is >= 0 and var start)
        {
            rest = rest[(start + Name.Length)..];
            if (rest.Length > 0 && rest[0] < 0x7F && rest.Length > rest[0])
            {
                _sent.AddOrUpdate(Encoding.ASCII.GetString(rest.Slice(1, rest[0])), 1, (_, count) => count + 1);
            }
        }
    }

    /// <summary>How often a key was sent, so far; it is forgotten.</summary>
    public int Take(string key) => _sent.TryRemove(key, out int count) ? count : 0;
}
