namespace Messenger.Fixtures;

/// <summary>Tries a property on choices made by chance, as often as MESSENGER_FUZZ_FACTOR times the test's own number.</summary>
public static class Fuzz
{
    private static readonly int Factor =
        int.TryParse(Environment.GetEnvironmentVariable("MESSENGER_FUZZ_FACTOR"), out int given) && given > 0 ? given : 1;

    /// <summary>Each round has a seed of its own; the one that fails is told, and comes first when it is set.</summary>
    public static async Task TryAsync(int rounds, Func<Random, Task> property)
    {
        int seed = Seed.Next();
        for (int round = 0; round < rounds * Factor; round++)
        {
            int own = unchecked(seed + round);
            try
            {
                await property(new Random(own));
            }
            catch (Exception e)
            {
                throw new AssertFailedException($"With MESSENGER_TEST_SEED={own}: {e.Message}", e);
            }
        }
    }

    public static void Try(int rounds, Action<Random> property) => TryAsync(rounds, random =>
    {
        property(random);
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    /// <summary>A copy with some of its bytes changed, dropped, doubled or put in, or cut off.</summary>
    public static byte[] Mangle(this Random random, byte[] bytes)
    {
        List<byte> mangled = [.. bytes];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(mangled.Count + 1);
            int length = Math.Min(random.Next(1, 9), mangled.Count - at);
            switch (random.Next(5))
            {
                case 0 when length > 0:
                    mangled[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when length > 0:
                    mangled[at] = (byte)random.Next(256);
                    break;
                case 2:
                    mangled.RemoveRange(at, length);
                    break;
                case 3:
                    mangled.InsertRange(at, mangled.GetRange(at, length));
                    break;
                default:
                    mangled.RemoveRange(at, mangled.Count - at);
                    break;
            }
        }

        return [.. mangled];
    }

    /// <summary>The bytes in pieces: single ones, a few, or many.</summary>
    public static byte[][] Split(this Random random, byte[] bytes)
    {
        int longest = random.Next(3) switch { 0 => 1, 1 => 10, _ => Math.Max(1, bytes.Length) };
        List<byte[]> pieces = [];
        for (int at = 0; at < bytes.Length; at += pieces[^1].Length)
        {
            pieces.Add(bytes[at..(at + random.Next(1, Math.Min(longest, bytes.Length - at) + 1))]);
        }

        return [.. pieces];
    }

    /// <summary>Text that is well-formed, of characters that are a trouble somewhere.</summary>
    public static string Text(this Random random, int longest)
    {
        string[] characters = ["a", "Z", "0", " ", "\t", "\n", "\r", "\0", "\u001B", "\u007F", "\u0085", "%", "\"", "\\", "é", "ж", "\u00A0",
            "\u0301", "\u200D", "\u200F", "\u202E", "\u2028", "\uFEFF", "\uFFFD", "\uFFFF", "漢", "\U0001F98A", "\U0001F468", "\U0010FFFF"];
        return string.Concat(Enumerable.Range(0, random.Next(longest + 1)).Select(_ => characters[random.Next(characters.Length)]));
    }
}
