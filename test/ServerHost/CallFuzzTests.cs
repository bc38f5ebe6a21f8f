using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;
using Messenger.Journal.Memory;
using SharedChat = Messenger.Contracts.SharedChat;

namespace Messenger.ServerHost.Tests;

/// <summary>
/// Calls whose bytes are wrong by chance, over HTTP/2: each has the status that there is for it, and the connection and its other streams
/// go on.
/// </summary>
[TestClass]
public sealed class CallFuzzTests
{
    private const string SharedSend = "/mes_grpc.MessengerServer/SendMessage";
    private const string SharedRead = "/mes_grpc.MessengerServer/ReadMessages";

    private static readonly StatusCode[] OfWrongBytes = [StatusCode.InvalidArgument, StatusCode.Internal];

    // Of bytes that happen to be a message: it may be a good one, or wrong in its own way.
    private static readonly StatusCode[] OfAMessage =
        [StatusCode.OK, StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.OutOfRange, StatusCode.AlreadyExists];

    // Of frames that are none: a length beyond the limit and an encoding that nobody has named are among them.
    private static readonly StatusCode[] OfAnything = [.. OfAMessage, StatusCode.Internal, StatusCode.ResourceExhausted, StatusCode.Unimplemented];

    [TestMethod]
    public async Task Message_ThatIsMangled_HasItsStatusAndTheConnectionLives()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());
        string room = (await serving.Rooms.CreateAsync("room")).Id;

        await Fuzz.TryAsync(500, async random =>
        {
            (string path, IMessage message, MessageParser parser, bool isEndless) = Request(random, room);
            byte[] bytes = random.Mangle(message.ToByteArray());
            bool isMessage = IsMessage(parser, bytes);
            using RawCalls calls = await RawCalls.ConnectAsync(serving);
            int witness = await OpenWitnessAsync(calls);

            StatusCode status = await calls.StatusAsync(await calls.BeginAsync(path, random.Split(Framed(bytes))), isEndless);

            Assert.Contains(status, isMessage ? OfAMessage : OfWrongBytes, $"{path} of {Convert.ToHexString(bytes)}");
            await AssertLivesAsync(calls, witness);
        });
    }

    [TestMethod]
    public async Task Frame_ThatIsMangled_HasAStatusAndTheConnectionLives()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());
        string room = (await serving.Rooms.CreateAsync("room")).Id;

        await Fuzz.TryAsync(500, async random =>
        {
            (string path, IMessage message, _, bool isEndless) = Request(random, room);
            byte[] frame = random.Mangle(Framed(message.ToByteArray()));
            using RawCalls calls = await RawCalls.ConnectAsync(serving);
            int witness = await OpenWitnessAsync(calls);

            StatusCode status = await calls.StatusAsync(await calls.BeginAsync(path, random.Split(frame)), isEndless);

            Assert.Contains(status, OfAnything, $"{path} of {Convert.ToHexString(frame)}");
            await AssertLivesAsync(calls, witness);
        });
    }

    [TestMethod]
    public async Task Key_OfAnyBytes_IsTakenOrAnInvalidArgument()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());

        await Fuzz.TryAsync(300, async random =>
        {
            string key = Key(random);
            bool isAllowed = key.Length is >= 1 and <= 128 && key.All(character => character is >= ' ' and <= '~');
            byte[] frame = Framed(new SharedChat.SendMessageRequest { Author = "a", Text = "of this key" }.ToByteArray());
            using RawCalls calls = await RawCalls.ConnectAsync(serving);
            int witness = await OpenWitnessAsync(calls);

            StatusCode[] statuses = new StatusCode[2];
            for (int i = 0; i < statuses.Length; i++)
            {
                statuses[i] = await calls.StatusAsync(await calls.BeginAsync(SharedSend, [frame], ("idempotency-key", key)), isEndless: false);
            }

            StatusCode expected = isAllowed ? StatusCode.OK : StatusCode.InvalidArgument;
            CollectionAssert.AreEqual(new[] { expected, expected }, statuses, $"'{key}'");
            await AssertLivesAsync(calls, witness);
        });
    }

    // Characters that HTTP itself forbids are not in it.
    private static string Key(Random random)
    {
        byte[] bytes = new byte[random.Next(4) == 0 ? random.Next(120, 136) : random.Next(12)];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)random.Next('!', '~' + 1);
        }

        if (random.Next(2) == 0)
        {
            bytes = random.Mangle(bytes);
        }

        return Encoding.Latin1.GetString([.. bytes.Where(one => one is not (0 or (byte)'\r' or (byte)'\n'))]);
    }

    private static (string Path, IMessage Message, MessageParser Parser, bool IsEndless) Request(Random random, string room)
    {
        const string Chat = "/chat.ChatService/";
        string id = random.Next(4) == 0 ? "shared" : room;
        return random.Next(7) switch
        {
            0 => (SharedSend, new SharedChat.SendMessageRequest { Author = random.Text(5) + "a", Text = random.Text(20) + "t" },
                SharedChat.SendMessageRequest.Parser, false),
            1 => (SharedRead, new Empty(), Empty.Parser, true),
            2 => (Chat + "CreateRoom", new CreateRoomRequest { Name = random.Text(10) + "n" }, CreateRoomRequest.Parser, false),
            3 => (Chat + "ListRooms", new ListRoomsRequest { IncludeShared = true }, ListRoomsRequest.Parser, false),
            4 => (Chat + "JoinRoom", new JoinRoomRequest { RoomId = id, AuthorId = random.Text(5) + "a", AfterSequence = random.Next(3) },
                JoinRoomRequest.Parser, true),
            5 => (Chat + "GetHistory", new GetHistoryRequest { RoomId = id, BeforeSequence = random.Next(3), Limit = random.Next(3) },
                GetHistoryRequest.Parser, false),
            _ => (Chat + "SendMessage", new SendMessageRequest { RoomId = id, AuthorId = "a", Content = random.Text(20) + "t" },
                SendMessageRequest.Parser, false),
        };
    }

    private static bool IsMessage(MessageParser parser, byte[] bytes)
    {
        try
        {
            parser.ParseFrom(bytes);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static byte[] Framed(byte[] message) =>
        [0, (byte)(message.Length >> 24), (byte)(message.Length >> 16), (byte)(message.Length >> 8), (byte)message.Length, .. message];

    private static async Task<int> OpenWitnessAsync(RawCalls calls)
    {
        int stream = await calls.BeginAsync(SharedRead, [new byte[5]]);
        Assert.IsNull(RawCalls.StatusOf(await calls.HeadersAsync(stream)));
        return stream;
    }

    // What is said over the connection is heard over it, by the stream that was open before.
    private static async Task AssertLivesAsync(RawCalls calls, int witness)
    {
        byte[] text = Encoding.ASCII.GetBytes($"{Guid.NewGuid()}");
        var request = new SharedChat.SendMessageRequest { Author = "a", Text = Encoding.ASCII.GetString(text) };
        int said = await calls.BeginAsync(SharedSend, [Framed(request.ToByteArray())]);
        Assert.AreEqual(StatusCode.OK, await calls.StatusAsync(said, isEndless: false));
        List<byte> heard = [];
        while (heard.ToArray().AsSpan().IndexOf(text) < 0)
        {
            heard.AddRange(await calls.DataAsync(witness));
        }
    }
}
