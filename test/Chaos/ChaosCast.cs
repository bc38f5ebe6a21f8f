namespace Messenger.Chaos;

/// <summary>Those who send and read: in the words of both contracts, through the proxy, or by the clients that do so for them.</summary>
internal static class ChaosCast
{
    private const int SharedSenders = 3;
    private const int SharedReaders = 3;
    private const int HttpSenders = 4;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(8);

    public static ISender[] Senders(ChaosStage stage) =>
    [
        .. Enumerable.Range(1, SharedSenders).Select(i => new SharedSender(
            $"sender-{i}", stage.Proxy.Port, stage.Ledger, stage.Findings, stage.Choices(i), Pace)),
        .. stage.Rooms.Select((room, i) => new RoomSender(
            $"talker-{i + 1}", room, stage.Proxy.Port, stage.Ledger, stage.Findings, stage.Choices(100 + i), Pace)),
    ];

    /// <summary>Several of the shared chat, two of each room; the last of each kind begins anew now and then.</summary>
    public static IReader[] Readers(ChaosStage stage) =>
    [
        .. Enumerable.Range(1, SharedReaders).Select(i => new SharedReader(
            $"reader-{i}", stage.Proxy.Port, stage.Findings, stage.Choices(200 + i), isForgetful: i == SharedReaders)),
        .. stage.Rooms.SelectMany(room => new[] { room, room }).Select((room, i) => new RoomReader(
            $"listener-{i + 1}", room, stage.Proxy.Port, stage.Findings, stage.Choices(300 + i), isForgetful: i % 2 == 1)),
    ];

    public static ISender[] Senders(ChaosStage stage, HostProcess[] clients) =>
        [.. Enumerable.Range(1, HttpSenders).Select(i => new HttpSender(
            $"sender-{i}", clients[i % clients.Length].Port, stage.Ledger, stage.Findings, stage.Choices(i), Pace))];

    public static IReader[] Mailboxes(ChaosStage stage, HostProcess[] clients) =>
        [.. clients.Select((client, i) => new MailboxReader($"client-{i + 1}", client, stage.Findings))];
}
