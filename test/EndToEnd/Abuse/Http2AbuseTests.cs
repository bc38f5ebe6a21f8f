namespace Messenger.EndToEnd.Abuse;

/// <summary>
/// A server that is abused over HTTP/2 lives, serves others meanwhile, and has its memory and its handles back in the end.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class Http2AbuseTests
{
    // What the process may have more than before the abuse. A tenth of what any of these would leave behind if it left anything.
    private const long SpareBytes = 96L << 20;
    private const int SpareHandles = 16;

    private static HostProcess _server = null!;
    private static Bystander _bystander = null!;
    private static ProcessCost _before;

    private delegate Task Abusing(int port);

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        // With a small youngest generation garbage goes while the bystander talks, and need not be waited for.
        _server = await HostProcess.StartServerAsync(0, ("DOTNET_GCgen0size", "0x400000"), ("DOTNET_GCConserveMemory", "9"));
        _bystander = await Bystander.StartAsync(_server);
        await Http2Abuses.ResetRapidlyAsync(_server.Port, withBody: true);
        await _bystander.UntilServedAsync(1000);
        _before = ProcessCost.Of(_server);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await _bystander.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public Task Resets_InTheTenThousands_CostNothing(bool withBody) =>
        SurvivesAsync(port => Http2Abuses.ResetRapidlyAsync(port, withBody));

    [TestMethod]
    [DataRow(0, 100_000)]
    [DataRow(100, 20_000)]
    [DataRow(16_000, 5_000)]
    public Task Headers_WithoutEnd_CostNothing(int bytesEach, int times) =>
        SurvivesAsync(port => Http2Abuses.ContinueHeadersAsync(port, bytesEach, times));

    [TestMethod]
    public Task Headers_ThatUnfold_CostNothing() => SurvivesAsync(Http2Abuses.BombHeadersAsync);

    [TestMethod]
    public Task Windows_ThatAreNeverGiven_CostNothing() =>
        SurvivesAsync(port => Http2Abuses.GiveNoWindowAsync(port, ServeOthersAsync));

    [TestMethod]
    public Task Windows_OfSingleBytes_CostNothing() =>
        SurvivesAsync(port => Http2Abuses.GiveTinyWindowsAsync(port, ServeOthersAsync));

    [TestMethod]
    public Task Windows_ThatComeAndGo_CostNothing() =>
        SurvivesAsync(port => Http2Abuses.JuggleWindowsAsync(port, ServeOthersAsync));

    [TestMethod]
    [DataRow("PING", true)]
    [DataRow("PING", false)]
    [DataRow("SETTINGS", true)]
    [DataRow("SETTINGS", false)]
    [DataRow("PRIORITY", true)]
    [DataRow("empty DATA", true)]
    [DataRow("WINDOW_UPDATE", true)]
    [DataRow("of no known type", true)]
    public Task Frames_InTheHundredThousands_CostNothing(string kind, bool reads)
    {
        byte[] frame = kind switch
        {
            "PING" => Http2Frame.Encode(FrameType.Ping, 0, 0, new byte[8]),
            "SETTINGS" => Http2Frame.Encode(FrameType.Settings, 0, 0, []),
            "PRIORITY" => Http2Frame.Encode(FrameType.Priority, 0, 5, [0, 0, 0, 3, 16]),
            "empty DATA" => Http2Frame.Encode(FrameType.Data, 0, 1, []),
            "WINDOW_UPDATE" => Http2Frame.Encode(FrameType.WindowUpdate, 0, 1, Http2Abuses.Number(1)),
            _ => Http2Frame.Encode((FrameType)0xEE, 0xFF, 7, new byte[50]),
        };
        return SurvivesAsync(port => Http2Abuses.FloodAsync(port, reads, frame));
    }

    [TestMethod]
    public Task Streams_MoreThanAllowed_CostNothing() =>
        SurvivesAsync(port => Http2Abuses.OpenTooManyAsync(port, ServeOthersAsync));

    [TestMethod]
    [DataRow("")]
    [DataRow("PRI * HTTP/2.0\r\n")]
    [DataRow("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [DataRow("POST / HTTP/1.1\r\nHost: ")]
    [DataRow("\u0016\u0003\u0001 what might become a line of HTTP/1.1, however long it is")]
    public Task Connections_ThatFallSilent_CostNothing(string words) =>
        SurvivesAsync(port => Http2Abuses.SaySoLittleAsync(port, System.Text.Encoding.ASCII.GetBytes(words), ServeOthersAsync));

    [TestMethod]
    [DataRow("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [DataRow("\u0016\u0003\u0001 a handshake of TLS, more or less\r\n")]
    [DataRow("PRI * HTTP/3.0\r\n\r\nSM\r\n\r\n")]
    public Task Words_OfAnotherProtocol_EndTheConnection(string words) => SurvivesAsync(async port =>
    {
        await using Abuser abuser = await Abuser.ConnectAsync(port);
        await abuser.SendAsync(System.Text.Encoding.Latin1.GetBytes(words));
        await abuser.UntilClosedAsync();
    });

    public static IEnumerable<(string Name, byte[] Bytes)> BrokenRules =>
    [
        ("DATA on stream 0", Http2Frame.Encode(FrameType.Data, 0, 0, [1])),
        ("HEADERS on stream 0", Http2Abuses.Call(0)),
        ("RST_STREAM on stream 0", Http2Frame.Encode(FrameType.ResetStream, 0, 0, [0, 0, 0, 8])),
        ("DATA on an idle stream", Http2Frame.Encode(FrameType.Data, 0, 7, [1])),
        ("HEADERS on a stream of the server's", Http2Abuses.Call(2)),
        ("streams that go down", [.. Http2Abuses.Call(5), .. Http2Abuses.Call(3)]),
        ("CONTINUATION of nothing", Http2Frame.Encode(FrameType.Continuation, 4, 1, [])),
        ("PING between HEADERS", [.. Http2Frame.Encode(FrameType.Headers, 0, 1, []), .. Http2Frame.Encode(FrameType.Ping, 0, 0, new byte[8])]),
        ("PUSH_PROMISE", Http2Frame.Encode(FrameType.PushPromise, 4, 1, [0, 0, 0, 2])),
        ("PING of 7 bytes", Http2Frame.Encode(FrameType.Ping, 0, 0, new byte[7])),
        ("PING on a stream", Http2Frame.Encode(FrameType.Ping, 0, 1, new byte[8])),
        ("SETTINGS of 5 bytes", Http2Frame.Encode(FrameType.Settings, 0, 0, new byte[5])),
        ("a window beyond 2^31", Http2Frame.Encode(FrameType.Settings, 0, 0, Http2Abuses.Announce(Setting.InitialWindowSize, 1u << 31))),
        ("WINDOW_UPDATE of 0", Http2Frame.Encode(FrameType.WindowUpdate, 0, 0, Http2Abuses.Number(0))),
        ("WINDOW_UPDATE that overflows", Http2Frame.Encode(FrameType.WindowUpdate, 0, 0, Http2Abuses.Number(int.MaxValue))),
        ("a frame of 16 MiB", [0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 1]),
        ("padding longer than its frame", [.. Http2Abuses.Call(1), .. Http2Frame.Encode(FrameType.Data, 8, 1, [200, 1])]),
        ("HPACK that is none", Http2Frame.Encode(FrameType.Headers, 4, 1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])),
        ("a table larger than allowed", Http2Frame.Encode(FrameType.Headers, 4, 1, [0x3F, 0xFF, 0xFF, 0x7F])),
        ("a name with a capital", Http2Frame.Encode(FrameType.Headers, 4, 1, HeaderBlock.Encode([("X", "y")]))),
    ];

    [TestMethod]
    [DynamicData(nameof(BrokenRules))]
    public Task Rules_OfHttp2ThatAreBroken_EndTheConnection(string name, byte[] bytes)
    {
        Console.WriteLine(name);
        return SurvivesAsync(port => Http2Abuses.BreakRulesAsync(port, bytes));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public Task Anything_ByChance_CostsNothing(bool inFrames)
    {
        var random = new Random(Seed.Next());
        return SurvivesAsync(port => Http2Abuses.SendAnythingAsync(port, random, inFrames));
    }

    private static Task ServeOthersAsync() => _bystander.UntilServedAsync(200);

    private static async Task SurvivesAsync(Abusing abuse)
    {
        Task others = ServeOthersAsync();
        await abuse(_server.Port);
        await others;

        ProcessCost after = default;
        await Patience.Until(
            () =>
            {
                after = ProcessCost.Of(_server);
                return after.Bytes < _before.Bytes + SpareBytes && after.Handles < _before.Handles + SpareHandles;
            },
            $"{_before} before, and not much more afterwards");
        await ServeOthersAsync();
        Console.WriteLine($"{_before} before, {after} afterwards.");
    }
}
