namespace Messenger.Chaos;

/// <summary>Those who send and read: in the words of both contracts, through the proxy, or by the clients that do so for them.</summary>
internal static class ChaosCast
{
    private const int SharedSenderCount = 3;
    private const int SharedReaderCount = 3;
    private const int HttpSenderCount = 4;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(8);

    public static ISender[] Senders(ChaosStage stage) => [.. SharedSenders(stage), .. RoomSenders(stage)];

    /// <summary>Several of the shared chat, two of each room; the last of each kind begins anew now and then.</summary>
    public static IReader[] Readers(ChaosStage stage) => [.. SharedReaders(stage), .. RoomReaders(stage)];

    public static ISender[] SharedSenders(ChaosStage stage) =>
        [.. Enumerable.Range(1, SharedSenderCount).Select(i => new SharedSender($"sender-{i}", stage, stage.Choices(i), Pace))];

    public static IReader[] SharedReaders(ChaosStage stage) =>
        [.. Enumerable.Range(1, SharedReaderCount).Select(i => new SharedReader(
            $"reader-{i}", stage, stage.Choices(200 + i), isForgetful: i == SharedReaderCount))];

    public static ISender[] RoomSenders(ChaosStage stage, bool renewKeys = false) =>
        [.. stage.Rooms.Select((room, i) => new RoomSender($"talker-{i + 1}", room, stage, stage.Choices(100 + i), Pace)
        {
            RenewsKeys = renewKeys,
        })];

    public static IReader[] RoomReaders(ChaosStage stage, int misplacement = 0) =>
        [.. stage.Rooms.SelectMany(room => new[] { room, room }).Select((room, i) => new RoomReader(
            $"listener-{i + 1}", room, stage, stage.Choices(300 + i), isForgetful: i % 2 == 1)
        {
            Misplacement = misplacement,
        })];

    public static ISender[] HttpSenders(ChaosStage stage, HostProcess[] clients, bool renewKeys = false) =>
        [.. Enumerable.Range(1, HttpSenderCount).Select(i => new HttpSender(
            $"sender-{i}", clients[i % clients.Length].Port, stage, stage.Choices(i), Pace)
        {
            RenewsKeys = renewKeys,
        })];

    public static IReader[] Mailboxes(ChaosStage stage, HostProcess[] clients) =>
        [.. clients.Select((client, i) => new MailboxReader($"client-{i + 1}", client, stage))];
}
