using System.IO.Pipelines;
using Google.Protobuf;
using Messenger.Grpc.Protocol;

namespace Messenger.Grpc.Tests;

/// <summary>Bodies made by chance, right and wrong ones.</summary>
[TestClass]
public sealed class FrameReaderFuzzTests
{
    private const int Limit = 10_000;

    [TestMethod]
    public Task Messages_HoweverTheirBytesAreSplit_AreThoseThatWereSent() => Fuzz.TryAsync(500, async random =>
    {
        EchoMessage[] messages = [.. Enumerable.Range(0, random.Next(5)).Select(_ => Message(random))];
        byte[] body = [.. messages.SelectMany(message => Frame(random, message))];

        (List<EchoMessage> read, Status end, _) = await ReadAsync(random.Split(body));

        Assert.AreEqual(Status.OK, end);
        Assert.AreSequenceEqual(messages, read);
    });

    [TestMethod]
    public Task Body_ThatIsMangled_HasOneAnswerHoweverItIsSplit() => Fuzz.TryAsync(500, async random =>
    {
        byte[] body = random.Mangle([.. Enumerable.Range(0, random.Next(1, 4)).SelectMany(_ => Frame(random, Message(random)))]);

        (List<EchoMessage> whole, Status end, _) = await ReadAsync(body);
        (List<EchoMessage> pieces, Status endOfPieces, _) = await ReadAsync(random.Split(body));

        Assert.AreSequenceEqual(whole, pieces);
        Assert.AreEqual(end, endOfPieces);
        Assert.Contains(
            end.StatusCode,
            new[] { StatusCode.OK, StatusCode.Internal, StatusCode.InvalidArgument, StatusCode.ResourceExhausted });
    });

    [TestMethod]
    public async Task Body_SplitAtEachOfItsBoundaries_HasTheSameMessages()
    {
        var random = new Random(Seed.Next());
        EchoMessage[] messages = [Message(random), new(), Message(random)];
        byte[] body = [.. messages.SelectMany(message => Frame(random, message))];
        for (int at = 0; at <= body.Length; at++)
        {
            (List<EchoMessage> read, Status end, _) = await ReadAsync(body[..at], body[at..]);

            Assert.AreEqual(Status.OK, end, $"split at {at}");
            Assert.AreSequenceEqual(messages, read, $"split at {at}");
        }
    }

    [TestMethod]
    public Task Length_ThatIsHostile_ReservesNothing() => Fuzz.TryAsync(200, async random =>
    {
        byte[] header = Frames.Header(random.Next(int.MinValue, int.MaxValue), (byte)random.Next(2));
        byte[] some = new byte[random.Next(100)];

        (_, Status end, long allocated) = await ReadAsync(header, some);

        Assert.AreNotEqual(StatusCode.OK, end.StatusCode);
        Assert.IsLessThan(100_000, allocated);
    });

    [TestMethod]
    public async Task GzipBomb_OfAnySize_CostsNoMoreThanTheLimit()
    {
        byte[] bomb = Frames.Of(Frames.Gzipped(new byte[5 << 20]), flag: 1);
        Assert.IsLessThan(Limit, bomb.Length);

        (_, Status end, long allocated) = await ReadAsync(bomb);

        Assert.AreEqual(StatusCode.ResourceExhausted, end.StatusCode);
        Assert.IsLessThan(20 * Limit, allocated);
    }

    [TestMethod]
    public void Strings_OfWhatWasReadWell_AreThoseOfTheBytes() => Fuzz.Try(5000, random =>
    {
        byte[] bytes = random.Mangle(Message(random).ToByteArray());
        EchoMessage message;
        try
        {
            message = EchoMessage.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            // That is for the parser to say; the search for strings must only come to its end.
            _ = Utf8Fields.FindInvalid(bytes, EchoMessage.Descriptor);
            return;
        }

        // The parser puts U+FFFD in the place of what is wrong.
        bool isChanged = Replacements(message.ToByteArray()) > Replacements(bytes);
        if (isChanged)
        {
            Assert.IsNotNull(Utf8Fields.FindInvalid(bytes, EchoMessage.Descriptor), Convert.ToHexString(bytes));
        }
    });

    private static int Replacements(ReadOnlySpan<byte> bytes) => bytes.Count("\uFFFD"u8);

    private static EchoMessage Message(Random random)
    {
        var message = new EchoMessage { Text = random.Text(20) };
        if (random.Next(2) == 0)
        {
            message.Part = new Part { Name = random.Text(5), Inner = new Part { Name = random.Text(5) } };
            message.Words.Add(random.Text(5));
            message.Pairs[random.Text(5)] = random.Text(5);
            message.Data = ByteString.CopyFrom([0xC0, 0xFF, (byte)random.Next(256)]);
        }

        return message;
    }

    private static byte[] Frame(Random random, EchoMessage message) => random.Next(3) == 0
        ? Frames.Of(Frames.Gzipped(message.ToByteArray()), flag: 1)
        : Frames.Of(message);

    // Everything runs on this thread, piece by piece: so what is allocated can be told.
    private static async Task<(List<EchoMessage> Messages, Status End, long Allocated)> ReadAsync(params byte[][] pieces)
    {
        var pipe = new Pipe(new PipeOptions(
            readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false));
        List<EchoMessage> messages = [];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Task<Status> reading = ReadToEndAsync(new FrameReader(pipe.Reader, "gzip", Limit), messages);
        foreach (byte[] piece in pieces)
        {
            await pipe.Writer.WriteAsync(piece);
        }

        await pipe.Writer.CompleteAsync();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return (messages, await reading.Within(), allocated);
    }

    private static async Task<Status> ReadToEndAsync(FrameReader reader, List<EchoMessage> messages)
    {
        try
        {
            while (await reader.ReadAsync(EchoMessage.Parser) is { } message)
            {
                messages.Add(message);
            }

            return Status.OK;
        }
        catch (RpcException e)
        {
            return e.Status;
        }
    }
}
