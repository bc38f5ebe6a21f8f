using System.Buffers;
using System.Text.Encodings.Web;

namespace Messenger.ClientHost.Http;

/// <summary>
/// Escapes only what JSON demands: quotation mark, backslash and control characters (RFC 8259, section 7). The framework's most relaxed
/// encoder still escapes everything beyond the basic plane, emoji among it. What it writes must not be put into a page as it is; the
/// answers of the HTTP API are JSON by their type.
/// </summary>
internal sealed class PlainJsonEncoder : JavaScriptEncoder
{
    private const string HexDigits = "0123456789ABCDEF";

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create(['"', '\\', .. Enumerable.Range(0, ' ').Select(control => (char)control)]);

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => "\\u0000".Length;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => unicodeScalar <= char.MaxValue && Escaped.Contains((char)unicodeScalar);

    /// <inheritdoc/>
    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength) =>
        new ReadOnlySpan<char>(text, textLength).IndexOfAny(Escaped);

    /// <inheritdoc/>
    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        string escape = unicodeScalar switch
        {
            '"' => "\\\"",
            '\\' => @"\\",
            '\n' => @"\n",
            '\r' => @"\r",
            '\t' => @"\t",
            _ => $"\\u00{HexDigits[unicodeScalar >> 4]}{HexDigits[unicodeScalar & 0xF]}",
        };
        bool fits = escape.AsSpan().TryCopyTo(new Span<char>(buffer, bufferLength));
        numberOfCharactersWritten = fits ? escape.Length : 0;
        return fits;
    }
}
