using System.Text;

namespace Messenger.Chat;

/// <summary>What may be said, and by whom: the checks of everything that comes in.</summary>
internal sealed class HouseRules(ChatOptions options)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public void CheckAuthor(string author) => Check("author", author, options.AuthorBytes);

    public void CheckText(string text) => Check("text", text, options.TextBytes);

    public void CheckName(string name) => Check("name", name, options.NameBytes);

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
