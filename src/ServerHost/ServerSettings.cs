using System.CommandLine;
using System.Net;
using Messenger.Chat;
using Messenger.Grpc;
using Messenger.Hosting;
using Messenger.Journal;
using Messenger.Journal.Memory;

namespace Messenger.ServerHost;

/// <summary>All settings of the server, and how they stand in the environment and on the command line.</summary>
internal sealed record ServerSettings
{
    private const int Million = 1_000_000;
    private const int Gibibyte = 1 << 30;
    private const string InMemory = "memory";

    private static readonly GrpcServerOptions DefaultGrpc = new();
    private static readonly ChatOptions DefaultChat = new();
    private static readonly JournalOptions DefaultJournal = new();
    private static readonly MemoryJournalOptions DefaultMemory = new();
    private static readonly HistoryOptions DefaultHistory = new();

    private static readonly Option<int> Port = Setting.Port(
        "MESSENGER_SERVER_PORT", "Port to listen on, on all addresses; 0 takes a free one", 51075);

    private static readonly Option<string> Data = Setting.Of(
        "MESSENGER_DATA",
        "The file that messages are kept in; 'memory' for none, then they are gone when the server stops",
        "the path of a file, or 'memory',",
        "data/messenger.db",
        (string text, out string value) => !string.IsNullOrWhiteSpace(value = text));

    private static readonly Option<int> AuthorBytes = Setting.Number(
        "MESSENGER_AUTHOR_BYTES", "Bytes of UTF-8 an author's name may have", 1, 4096, DefaultChat.AuthorBytes);

    private static readonly Option<int> TextBytes = Setting.Number(
        "MESSENGER_TEXT_BYTES", "Bytes of UTF-8 a text may have", 1, 1 << 20, DefaultChat.TextBytes);

    private static readonly Option<int> NameBytes = Setting.Number(
        "MESSENGER_NAME_BYTES", "Bytes of UTF-8 a room's name may have", 1, 4096, DefaultChat.NameBytes);

    private static readonly Option<int> Rooms = Setting.Number(
        "MESSENGER_ROOMS", "Rooms there may be; all of them are one reply", 1, Million, DefaultChat.Rooms);

    private static readonly Option<int> QueueMessages = Setting.Number(
        "MESSENGER_QUEUE_MESSAGES", "Messages that wait for one reader before it goes on from the journal", 1, Million, DefaultChat.QueueCapacity);

    private static readonly Option<int> CommitMessages = Setting.Number(
        "MESSENGER_COMMIT_MESSAGES", "Messages in one commit", 1, Million, DefaultJournal.GroupEntries);

    private static readonly Option<int> CommitBytes = Setting.Number(
        "MESSENGER_COMMIT_BYTES", "Bytes in one commit", 1, Gibibyte, (int)DefaultJournal.GroupBytes);

    private static readonly Option<int> WaitingMessages = Setting.Number(
        "MESSENGER_WAITING_MESSAGES", "Messages that wait for their commit before more are refused", 1, Million, DefaultJournal.WaitingEntries);

    private static readonly Option<int> WaitingBytes = Setting.Number(
        "MESSENGER_WAITING_BYTES", "Bytes that wait for their commit before more are refused", 1, Gibibyte, (int)DefaultJournal.WaitingBytes);

    private static readonly Option<int> StallSeconds = Setting.Number(
        "MESSENGER_STALL_SECONDS",
        "Seconds a commit may take before the server's health is that it does not serve",
        1,
        3600,
        (int)DefaultJournal.StallTime.TotalSeconds);

    private static readonly Option<int> PageMessages = Setting.Number(
        "MESSENGER_PAGE_MESSAGES", "Messages in one page of history", 1, Million, DefaultJournal.PageEntries);

    private static readonly Option<int> PageBytes = Setting.Number(
        "MESSENGER_PAGE_BYTES", "Bytes in one page of history", 1, Gibibyte, (int)DefaultJournal.PageBytes);

    private static readonly Option<int> HistoryBytes = Setting.Number(
        "MESSENGER_HISTORY_BYTES", "Bytes of messages that are read at a time for replies with history", 1, Gibibyte, DefaultHistory.Bytes);

    private static readonly Option<int> HistoryWaiting = Setting.Number(
        "MESSENGER_HISTORY_WAITING", "Replies with history that wait for their share of it before more are refused", 1, Million, DefaultHistory.Waiting);

    private static readonly Option<int> MemoryMessages = Setting.Number(
        "MESSENGER_MEMORY_MESSAGES", "Messages of a room that are kept in memory", 1, 10 * Million, DefaultMemory.RoomEntries);

    private static readonly Option<int> MemoryBytes = Setting.Number(
        "MESSENGER_MEMORY_BYTES", "Bytes of a room's messages that are kept in memory", 1, Gibibyte, (int)DefaultMemory.RoomBytes);

    private static readonly Option<int> StreamsPerConnection = Setting.Number(
        "MESSENGER_STREAMS_PER_CONNECTION", "Calls that one connection may have open at a time", 1, 100_000, DefaultGrpc.MaxStreamsPerConnection);

    private static readonly Option<int> FlushSeconds = Setting.Number(
        "MESSENGER_FLUSH_SECONDS", "Seconds a peer may take to read 64 KiB of its stream, and a message", 1, 86_400, (int)DefaultGrpc.FlushTimeout.TotalSeconds);

    private static readonly Option<int> KeepAliveSeconds = Setting.Number(
        "MESSENGER_KEEPALIVE_SECONDS",
        "Seconds without a sign of life after which a peer is asked for one",
        1,
        86_400,
        (int)DefaultGrpc.KeepAlivePingDelay.TotalSeconds);

    private static readonly Option<int> KeepAliveTimeoutSeconds = Setting.Number(
        "MESSENGER_KEEPALIVE_TIMEOUT_SECONDS",
        "Seconds a peer may take to answer that before its connection is closed",
        1,
        86_400,
        (int)DefaultGrpc.KeepAlivePingTimeout.TotalSeconds);

    private static readonly Option<int> ReceiveBytes = Setting.Number(
        "MESSENGER_RECEIVE_BYTES", "Bytes a received gRPC message may have", 1, Gibibyte, DefaultGrpc.MaxReceiveMessageSize);

    public LogSettings Log { get; init; } = new();

    /// <summary>Where metrics can be scraped; null for nowhere.</summary>
    public IPEndPoint? AdminPort { get; init; }

    public required GrpcServerOptions Grpc { get; init; }

    public required ChatOptions Chat { get; init; }

    public required JournalOptions Journal { get; init; }

    public required MemoryJournalOptions Memory { get; init; }

    public required HistoryOptions History { get; init; }

    /// <summary>The journal's file; null for a journal in memory.</summary>
    public required string? DataFile { get; init; }

    public static void AddTo(Command command)
    {
        foreach (Option option in new Option[]
        {
            Port, Data, AuthorBytes, TextBytes, NameBytes, Rooms, QueueMessages, CommitMessages, CommitBytes, WaitingMessages,
            WaitingBytes, StallSeconds, PageMessages, PageBytes, HistoryBytes, HistoryWaiting, MemoryMessages, MemoryBytes, StreamsPerConnection,
            FlushSeconds, KeepAliveSeconds, KeepAliveTimeoutSeconds, ReceiveBytes, Hosting.Metrics.AdminPort.Setting,
        })
        {
            command.Options.Add(option);
        }

        LogSettings.AddTo(command);
    }

    public static ServerSettings From(ParseResult parsed) => new()
    {
        Log = LogSettings.From(parsed),
        AdminPort = parsed.GetValue(Hosting.Metrics.AdminPort.Setting),
        Grpc = new GrpcServerOptions
        {
            Port = parsed.GetValue(Port),
            MaxStreamsPerConnection = parsed.GetValue(StreamsPerConnection),
            FlushTimeout = TimeSpan.FromSeconds(parsed.GetValue(FlushSeconds)),
            KeepAlivePingDelay = TimeSpan.FromSeconds(parsed.GetValue(KeepAliveSeconds)),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(parsed.GetValue(KeepAliveTimeoutSeconds)),
            MaxReceiveMessageSize = parsed.GetValue(ReceiveBytes),
        },
        Chat = new ChatOptions
        {
            AuthorBytes = parsed.GetValue(AuthorBytes),
            TextBytes = parsed.GetValue(TextBytes),
            NameBytes = parsed.GetValue(NameBytes),
            Rooms = parsed.GetValue(Rooms),
            QueueCapacity = parsed.GetValue(QueueMessages),
        },
        Journal = new JournalOptions
        {
            GroupEntries = parsed.GetValue(CommitMessages),
            GroupBytes = parsed.GetValue(CommitBytes),
            WaitingEntries = parsed.GetValue(WaitingMessages),
            WaitingBytes = parsed.GetValue(WaitingBytes),
            StallTime = TimeSpan.FromSeconds(parsed.GetValue(StallSeconds)),
            PageEntries = parsed.GetValue(PageMessages),
            PageBytes = parsed.GetValue(PageBytes),
        },
        DataFile = parsed.GetRequiredValue(Data) is var data && data == InMemory ? null : data,
        Memory = new MemoryJournalOptions
        {
            RoomEntries = parsed.GetValue(MemoryMessages),
            RoomBytes = parsed.GetValue(MemoryBytes),
        },
        History = new HistoryOptions
        {
            Bytes = parsed.GetValue(HistoryBytes),
            Waiting = parsed.GetValue(HistoryWaiting),
        },
    };
}
