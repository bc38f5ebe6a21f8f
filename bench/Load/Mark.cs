using System.Globalization;

namespace Messenger.Load;

/// <summary>
/// How a run knows its messages again: the text begins with <c>load-RUN-SENDER-NUMBER</c>, in hexadecimal digits, and is filled up with x.
/// A number is given once in a run.
/// </summary>
internal static class Mark
{
    public const string Author = "load";

    /// <summary>The characters of a mark, which is the shortest text.</summary>
    public const int Length = NumberAt + NumberDigits;

    private const string Prefix = "load-";
    private const int RunDigits = 8;
    private const int SenderAt = 5 + RunDigits + 1;
    private const int SenderDigits = 4;
    private const int NumberAt = SenderAt + SenderDigits + 1;
    private const int NumberDigits = 8;
    private const char Filling = 'x';

    public static string Write(uint run, int sender, int number, int size) =>
        string.Create(size, (run, sender, number), static (text, mark) =>
        {
            text.Fill(Filling);
            text.TryWrite(CultureInfo.InvariantCulture, $"{Prefix}{mark.run:x8}-{mark.sender:x4}-{mark.number:x8}", out _);
        });

    /// <summary>Whether a text has the mark of a run; what stands behind its run is read as far as it can be, and -1 otherwise.</summary>
    public static bool TryRead(string text, uint run, out int sender, out int number)
    {
        sender = number = -1;
        if (text.Length < SenderAt || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || Hexadecimal(text.AsSpan(Prefix.Length, RunDigits)) != run)
        {
            return false;
        }

        if (text.Length >= Length)
        {
            sender = (int)Hexadecimal(text.AsSpan(SenderAt, SenderDigits));
            number = (int)Hexadecimal(text.AsSpan(NumberAt, NumberDigits));
        }

        return true;
    }

    /// <summary>Whether a text whose mark was read is, for the rest, as it was written.</summary>
    public static bool IsWhole(string text, int size) =>
        text.Length == size && text[SenderAt - 1] == '-' && text[NumberAt - 1] == '-' && !text.AsSpan(Length).ContainsAnyExcept(Filling);

    private static long Hexadecimal(ReadOnlySpan<char> digits)
    {
        long value = 0;
        foreach (char digit in digits)
        {
            int nibble = digit switch
            {
                >= '0' and <= '9' => digit - '0',
                >= 'a' and <= 'f' => digit - 'a' + 10,
                _ => -1,
            };
            if (nibble < 0)
            {
                return -1;
            }

            value = (value << 4) | (uint)nibble;
        }

        return value;
    }
}
