using System.Text.Unicode;
using Google.Protobuf.Reflection;

namespace Messenger.Grpc.Protocol;

/// <summary>
/// Finds string fields that are not UTF-8 in an encoded message. The parser does not: it puts U+FFFD in the place of what is wrong, so
/// that a text would silently change on its way.
/// </summary>
internal static class Utf8Fields
{
    private const int MaxDepth = 100;

    /// <summary>
    /// The name of the first string field that is not UTF-8, nested messages included; null if there is none. Where the bytes are no
    /// message it stops: that is the parser's to find.
    /// </summary>
    public static string? FindInvalid(ReadOnlySpan<byte> message, MessageDescriptor descriptor) => FindInvalid(message, descriptor, 0);

    private static string? FindInvalid(ReadOnlySpan<byte> message, MessageDescriptor descriptor, int depth)
    {
        int groups = 0;
        while (!message.IsEmpty)
        {
            if (depth > MaxDepth || !TryReadVarint(ref message, out ulong tag))
            {
                return null;
            }

            // The parser reads a tag as 32 bits, too, and drops what is beyond.
            uint field = (uint)tag;
            int skip = 0;
            switch (field & 7)
            {
                case 0 when TryReadVarint(ref message, out _):
                    break;
                case 3: // A group begins. What stands in it is not the message's own, and proto3 has none.
                    groups++;
                    break;
                case 4:
                    groups--;
                    break;
                case 1:
                    skip = sizeof(ulong);
                    break;
                case 5:
                    skip = sizeof(uint);
                    break;
                case 2 when TryReadVarint(ref message, out ulong length) && length <= (ulong)message.Length:
                    skip = (int)length;
                    if (groups == 0 && InvalidIn(message[..skip], descriptor.FindFieldByNumber((int)(field >> 3)), depth) is { } name)
                    {
                        return name;
                    }

                    break;
                default:
                    return null;
            }

            if (skip > message.Length)
            {
                return null;
            }

            message = message[skip..];
        }

        return null;
    }

    private static string? InvalidIn(ReadOnlySpan<byte> value, FieldDescriptor? field, int depth) => field?.FieldType switch
    {
        FieldType.String => Utf8.IsValid(value) ? null : field.Name,
        FieldType.Message => FindInvalid(value, field.MessageType, depth + 1),
        _ => null,
    };

    private static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (int i = 0; i < 10 && i < bytes.Length; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
