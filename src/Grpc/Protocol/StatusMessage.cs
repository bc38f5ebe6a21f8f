using System.Buffers;
using System.Text;

namespace Messenger.Grpc.Protocol;

/// <summary>
/// The percent-encoding of <c>grpc-message</c>: the UTF-8 of the text, all bytes but 0x20–0x7E, and <c>%</c> itself, as <c>%XX</c>
/// (gRPC over HTTP2, "Percent-Encoded").
/// </summary>
internal static class StatusMessage
{
    private const string Digits = "0123456789ABCDEF";

    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c != '%')]);

    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        // A lone surrogate becomes U+FFFD on the way to UTF-8.
        var encoded = new StringBuilder();
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (b is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append('%').Append(Digits[b >> 4]).Append(Digits[b & 0xF]);
            }
        }

        return encoded.ToString();
    }

    /// <summary>The reverse. What is not a percent sign with two digits stays as it is: the specification demands that nothing is lost.</summary>
    public static string Decode(string encoded)
    {
        if (!encoded.Contains('%'))
        {
            return encoded;
        }

        var bytes = new List<byte>(encoded.Length);
        for (int i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length && char.IsAsciiHexDigit(encoded[i + 1]) && char.IsAsciiHexDigit(encoded[i + 2]))
            {
                bytes.Add(Convert.ToByte(encoded.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(encoded, i, 1));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
