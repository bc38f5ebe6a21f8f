using System.Globalization;
using System.Text;
using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd;

/// <summary>Bodies in chunks (RFC 9112, section 7.1), cut by chance, right and wrong ones, over bare TCP.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ChunkedBodyFuzzTests
{
    private const string Head = "POST /sendMessage HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n";

    private static RunningChat _chat = null!;

    private static int Port => _chat.Clients[0].Port;

    public static IEnumerable<(string Name, string Chunks)> BrokenChunkings =>
    [
        ("a size that is no number", "x\r\n{0}\r\n0\r\n\r\n"),
        ("a size below nothing", "-5\r\n{0}\r\n0\r\n\r\n"),
        ("a size with a prefix", "0x{1}\r\n{0}\r\n0\r\n\r\n"),
        ("a size beyond all numbers", "{1}FFFFFFFFFFFFFFFFFFFF\r\n{0}\r\n0\r\n\r\n"),
        ("no size", "\r\n{0}\r\n0\r\n\r\n"),
        ("a size that is too small", "2\r\n{0}\r\n0\r\n\r\n"),
        ("a size and no end of its line", "{1}\n{0}\r\n0\r\n\r\n"),
        ("a chunk without its end", "{1}\r\n{0}0\r\n\r\n"),
        ("no last chunk", "{1}\r\n{0}\r\n"),
        ("an end in the middle of a chunk", "FF\r\n{0}"),
    ];

    [ClassInitialize]
    public static async Task StartAsync(TestContext _) => _chat = await RunningChat.StartAsync();

    [ClassCleanup]
    public static async Task StopAsync() => await _chat.DisposeAsync();

    [TestMethod]
    public async Task Body_HoweverItIsChunkedAndSplit_IsTaken()
    {
        using RawConnection connection = await RawConnection.OpenAsync(Port);

        await Fuzz.TryAsync(200, async random =>
        {
            string text = random.Text(30) + "t";
            await SendAsync(connection, random, Head + "\r\n", Chunked(random, Encoding.UTF8.GetBytes(ChatApi.Body("Alice", text))));

            Assert.StartsWith("HTTP/1.1 200 ", await ReadAnswerAsync(connection));
            Assert.Contains(text, (await _chat.Apis[0].FlushAsync()).Select(message => message.Text));
        });
    }

    [TestMethod]
    [DynamicData(nameof(BrokenChunkings))]
    public async Task Chunking_ThatIsBroken_IsABadRequestOrTheEndOfItsConnection(string name, string chunks)
    {
        string body = ChatApi.Body("Alice", $"never heard: {name}");
        string broken = chunks.Replace("{0}", body, StringComparison.Ordinal)
            .Replace("{1}", body.Length.ToString("X", CultureInfo.InvariantCulture), StringComparison.Ordinal);

        string answer = await LastAnswerAsync(new Random(Seed.Next()), Encoding.UTF8.GetBytes(broken));

        Assert.IsTrue(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), answer);
        await AssertServesOthersAsync();
    }

    [TestMethod]
    public Task Chunking_ThatIsMangled_IsTakenOrABadRequestOrTheEndOfItsConnection() => Fuzz.TryAsync(200, async random =>
    {
        byte[] mangled = random.Mangle(Chunked(random, Encoding.UTF8.GetBytes(ChatApi.Body("Alice", random.Text(30) + "t"))));

        string answer = await LastAnswerAsync(random, mangled);

        bool isExpected = answer.Length == 0
            || new[] { "200", "400", "413" }.Any(status => answer.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal));
        Assert.IsTrue(isExpected, $"{Convert.ToHexString(mangled)}: {answer}");
        await AssertServesOthersAsync();
    });

    private static byte[] Chunked(Random random, byte[] body)
    {
        List<byte> chunks = [];
        foreach (byte[] piece in random.Split(body))
        {
            string size = new string('0', random.Next(3)) + piece.Length.ToString(random.Next(2) == 0 ? "x" : "X", CultureInfo.InvariantCulture);
            string extension = random.Next(4) == 0 ? ";name=value" : "";
            chunks.AddRange([.. Encoding.ASCII.GetBytes($"{size}{extension}\r\n"), .. piece, .. "\r\n"u8]);
        }

        string trailer = random.Next(4) == 0 ? "X-Trailer: x\r\n" : "";
        return [.. chunks, .. Encoding.ASCII.GetBytes($"0\r\n{trailer}\r\n")];
    }

    private static async Task SendAsync(RawConnection connection, Random random, string head, byte[] body)
    {
        foreach (byte[] piece in random.Split([.. Encoding.ASCII.GetBytes(head), .. body]))
        {
            await connection.WriteAsync(piece);
        }
    }

    // Of a request after which neither side says anything more: so what is missing is not waited for.
    private static async Task<string> LastAnswerAsync(Random random, byte[] body)
    {
        using RawConnection connection = await RawConnection.OpenAsync(Port);
        try
        {
            await SendAsync(connection, random, Head + "Connection: close\r\n\r\n", body);
            connection.EndSending();
            return await connection.ReadToEndAsync();
        }
        catch (IOException)
        {
            // The client has had enough of it before all was sent, or read.
            return "";
        }
    }

    private static async Task<string> ReadAnswerAsync(RawConnection connection)
    {
        string head = await connection.ReadUntilAsync("\r\n\r\n");
        string? length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        if (length is null)
        {
            return head + await connection.ReadUntilAsync("\r\n0\r\n\r\n");
        }

        byte[] body = new byte[int.Parse(length["Content-Length: ".Length..], CultureInfo.InvariantCulture)];
        await connection.ReadExactlyAsync(body);
        return head + Encoding.UTF8.GetString(body);
    }

    // Where the client has cut an answer off, what was said may come a little later.
    private static async Task AssertServesOthersAsync()
    {
        await _chat.Apis[0].SendAsync("Alice", "heard");
        string[] texts = [.. (await _chat.Apis[0].FlushAsync()).Select(message => message.Text)];
        Assert.Contains("heard", texts);
        Assert.IsEmpty(texts.Where(text => text.StartsWith("never heard", StringComparison.Ordinal)));
    }
}
