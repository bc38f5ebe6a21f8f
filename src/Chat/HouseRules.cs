using System.Text;

namespace Messenger.Chat;

/// <summary>What may be said, and by whom: the checks of everything that comes in.</summary>
internal sealed class HouseRules(ChatOptions options)
{
    // An idempotency key travels as metadata and stands in an index: one that is longer than a UUID with some prefix is a mistake.
    private const int KeyBytes = 128;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public void CheckAuthor(string author) => Check("author", author, options.AuthorBytes);

    public void CheckText(string text) => Check("text", text, options.TextBytes);

    public void CheckName(string name) => Check("name", name, options.NameBytes);

    /// <summary>An idempotency key is what gRPC metadata and HTTP headers can carry.</summary>
    public static void CheckIdempotencyKey(string key)
    {
        if (key.Length is < 1 or > KeyBytes || key.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new InvalidFieldException("idempotencyKey", $"has {key.Length} characters: 1 to {KeyBytes} of printable ASCII are allowed.");
        }
    }

    private static void Check(string field, string value, int limit)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new InvalidFieldException(field, $"is blank: 1 to {limit} bytes of UTF-8 are allowed.");
        }

        int bytes;
        try
        {
            bytes = Strict.GetByteCount(value);
        }
        catch (EncoderFallbackException e)
        {
            throw new InvalidFieldException(field, $"has half of a surrogate pair in it, at {e.Index}.");
        }

        if (bytes > limit)
        {
            throw new InvalidFieldException(field, $"has {bytes} bytes: 1 to {limit} bytes of UTF-8 are allowed.");
        }
    }
}
