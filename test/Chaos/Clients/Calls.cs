using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.Rooms;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using RoomSend = Messenger.Contracts.Rooms.SendMessageRequest;
using RoomSent = Messenger.Contracts.Rooms.SendMessageResponse;
using SharedSend = Messenger.Contracts.SharedChat.SendMessageRequest;
using SharedSent = Messenger.Contracts.SharedChat.SendMessageResponse;

namespace Messenger.Chaos;

/// <summary>The calls of both contracts, and what is common to all who make them.</summary>
internal static class Calls
{
    public const string SharedRoom = "shared";
    public const string IdempotencyKey = "idempotency-key";
    public const string ResumeAfter = "messenger-resume-after";
    public const string Journal = "messenger-journal";
    public const string Position = "messenger-position";

    /// <summary>How long a unary call, or the opening of a stream, may take before it is given up.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1.5);

    private static readonly ServiceDescriptor Messenger = MessengerReflection.Descriptor.Services.Single();
    private static readonly ServiceDescriptor Chat = ChatReflection.Descriptor.Services.Single();

    public static Method<SharedSend, SharedSent> SendToAll { get; } = new(Messenger, "SendMessage");

    public static Method<Empty, ReadMessagesResponse> ReadMessages { get; } = new(Messenger, "ReadMessages");

    public static Method<CreateRoomRequest, CreateRoomResponse> CreateRoom { get; } = new(Chat, "CreateRoom");

    public static Method<JoinRoomRequest, JoinRoomResponse> JoinRoom { get; } = new(Chat, "JoinRoom");

    public static Method<RoomSend, RoomSent> SendToRoom { get; } = new(Chat, "SendMessage");

    /// <summary>A channel that finds out within seconds that its peer is gone.</summary>
    public static GrpcChannel Open(int port) => GrpcChannel.ForAddress(
        new Uri($"http://127.0.0.1:{port}"),
        new GrpcChannelOptions
        {
            ConnectTimeout = TimeSpan.FromSeconds(1),
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
        });

    /// <summary>Whether a call ended in a way that leaves open what became of it, or says that the server has no room for it now.</summary>
    public static bool IsOutage(RpcException failure) => failure.StatusCode
        is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.ResourceExhausted;

    public static long Nanoseconds(Timestamp time) => (time.Seconds * 1_000_000_000) + time.Nanos;

    /// <summary>The time, as the server has it: it runs on this machine.</summary>
    public static long Now() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;

    /// <summary>RFC 3339 with nine digits.</summary>
    public static string Format(long nanoseconds) =>
        $"{DateTime.UnixEpoch.AddTicks(nanoseconds / 100).ToString("yyyy-MM-ddTHH:mm:ss.fffffff", null)}{nanoseconds % 100:D2}Z";

    /// <summary>Reads what <see cref="Format"/> writes.</summary>
    public static long Parse(string time)
    {
        DateTime ticks = DateTime.ParseExact(
            time[..27], "yyyy-MM-ddTHH:mm:ss.fffffff", null, System.Globalization.DateTimeStyles.AssumeUniversal).ToUniversalTime();
        return ((ticks - DateTime.UnixEpoch).Ticks * 100) + int.Parse(time[27..29], null);
    }

    /// <summary>A short while before the next attempt. Not by the seed: how often it comes to that is up to the machine's timing.</summary>
    public static Task PauseAsync() => Task.Delay(Random.Shared.Next(10, 100));
}
