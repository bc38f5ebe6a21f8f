using System.Text;

namespace Messenger.Fixtures;

/// <summary>HPACK (RFC 7541) without a dynamic table and without Huffman: all that these tests and .NET's encoders use.</summary>
public static class HeaderBlock
{
    private const int Indexed = 0x80;
    private const int IncrementalIndexing = 0x40;
    private const int TableSizeUpdate = 0x20;

    public static byte[] Encode(IEnumerable<(string Name, string Value)> headers)
    {
        var block = new List<byte>();
        foreach ((string name, string value) in headers)
        {
            // Literal, not indexed, new name.
            block.Add(0);
            AddText(block, name);
            AddText(block, value);
        }

        return [.. block];
    }

    /// <summary>The headers; repeated ones are joined by a comma.</summary>
    public static Dictionary<string, string> Decode(ReadOnlySpan<byte> block)
    {
        var headers = new Dictionary<string, string>();
        while (!block.IsEmpty)
        {
            byte first = block[0];
            if ((first & (Indexed | IncrementalIndexing | TableSizeUpdate)) == TableSizeUpdate)
            {
                _ = ReadNumber(ref block, 5);
                continue;
            }

            (string Name, string Value) header = (first & Indexed) != 0
                ? HpackStaticTable.Entries[ReadNumber(ref block, 7)]
                : ReadLiteral(ref block, (first & IncrementalIndexing) != 0 ? 6 : 4);
            headers[header.Name] = headers.TryGetValue(header.Name, out string? before) ? $"{before},{header.Value}" : header.Value;
        }

        return headers;
    }

    private static (string Name, string Value) ReadLiteral(ref ReadOnlySpan<byte> block, int prefixBits)
    {
        int index = ReadNumber(ref block, prefixBits);
        string name = index == 0 ? ReadText(ref block) : HpackStaticTable.Entries[index].Name;
        return (name, ReadText(ref block));
    }

    private static string ReadText(ref ReadOnlySpan<byte> block)
    {
        Assert.AreEqual(0, block[0] & 0x80, "Huffman is not expected here.");
        int length = ReadNumber(ref block, 7);
        string text = Encoding.Latin1.GetString(block[..length]);
        block = block[length..];
        return text;
    }

    private static void AddText(List<byte> block, string text)
    {
        AddNumber(block, text.Length);
        block.AddRange(Encoding.Latin1.GetBytes(text));
    }

    private static void AddNumber(List<byte> block, int number)
    {
        const int Prefix = 0x7F;
        if (number < Prefix)
        {
            block.Add((byte)number);
            return;
        }

        block.Add(Prefix);
        for (number -= Prefix; number >= 0x80; number >>= 7)
        {
            block.Add((byte)(0x80 | number));
        }

        block.Add((byte)number);
    }

    private static int ReadNumber(ref ReadOnlySpan<byte> block, int prefixBits)
    {
        int prefix = (1 << prefixBits) - 1;
        int number = block[0] & prefix;
        block = block[1..];
        if (number < prefix)
        {
            return number;
        }

        for (int shift = 0; ; shift += 7)
        {
            byte next = block[0];
            block = block[1..];
            number += (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }
}
