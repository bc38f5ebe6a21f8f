using Messenger.ClientHost.Connection;
using Messenger.ClientHost.Terminal;
using Messenger.Grpc;

namespace Messenger.ClientHost.Tests.Terminal;

/// <summary>The menu and the rooms, as a user or a script goes through them.</summary>
[TestClass]
public sealed class MenuTests
{
    private const string Empty = "=== История комнаты the-room ===\nСообщений пока нет.";
    private const string First = "=== История комнаты the-room ===\n[1697051234] Алиса: раз";
    private const string Second = First + "\n[1697051235] Боб: два";

    private readonly TerminalDouble _terminal = new();

    private static string MenuPage { get; } =
        string.Join('\n', Russian.Texts.Menu, Russian.Texts.MenuCreate, Russian.Texts.MenuList, Russian.Texts.MenuJoin,
            Russian.Texts.MenuHistory, Russian.Texts.MenuLeave);

    [TestMethod]
    public async Task Menu_OfEveryPoint_SaysWhatIsWritten()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.Say("Алиса", "раз");
        _terminal.Type("1", " Общий чат ", "", "2", "", "4", "the-room", "", "5");

        await RunAsync(server);

        CollectionAssert.AreEqual(
            new[]
            {
                MenuPage, Russian.Texts.AskChoice, Russian.Texts.AskRoomName, "Создана комната: Общий чат (the-room)",
                Russian.Texts.BackToMenu,
                MenuPage, Russian.Texts.AskChoice, "Доступные комнаты:", "- The room (the-room)", Russian.Texts.BackToMenu,
                MenuPage, Russian.Texts.AskChoice, Russian.Texts.AskRoomId, "История комнаты the-room:", "[1697051234] Алиса: раз",
                Russian.Texts.BackToMenu,
                MenuPage, Russian.Texts.AskChoice, "До свидания, Боб!",
            },
            _terminal.Output);
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("6")]
    [DataRow("")]
    [DataRow("войти")]
    public async Task Menu_OfAnythingElse_SaysSoAndComesAgain(string choice)
    {
        await using RoomServer server = await RoomServer.StartAsync();
        _terminal.Type(choice, "5");

        await RunAsync(server);

        CollectionAssert.AreEqual(
            new[] { MenuPage, Russian.Texts.AskChoice, Russian.Texts.WrongChoice, MenuPage, Russian.Texts.AskChoice, "До свидания, Боб!" },
            _terminal.Output);
    }

    [TestMethod]
    [DataRow("1", nameof(Texts.BlankRoomName))]
    [DataRow("3", nameof(Texts.BlankRoomId))]
    [DataRow("4", nameof(Texts.BlankRoomId))]
    public async Task Menu_OfABlankAnswer_SaysSo(string choice, string sentence)
    {
        await using RoomServer server = await RoomServer.StartAsync();
        _terminal.Type(choice, "  ");
        _terminal.EndInput();

        await RunAsync(server);

        Assert.Contains((string)typeof(Texts).GetProperty(sentence)!.GetValue(Russian.Texts)!, _terminal.Output);
    }

    [TestMethod]
    [DataRow("3")]
    [DataRow("4")]
    public async Task Menu_OfAnUnknownRoom_SaysSo(string choice)
    {
        await using RoomServer server = await RoomServer.StartAsync();
        _terminal.Type(choice, "other", "5", "5");

        await RunAsync(server);

        Assert.Contains("Комната other не найдена.", _terminal.Output);
    }

    [TestMethod]
    [DataRow(StatusCode.Unavailable, "недоступен. Away.")]
    [DataRow(StatusCode.ResourceExhausted, "Сервер отказал: Away.")]
    [DataRow(StatusCode.Unknown, "Ошибка сервера: Unknown. Away.")]
    public async Task Menu_WithAServerThatFails_SaysSoAndGoesOn(StatusCode code, string sentence)
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.GoAway(code);
        _terminal.Type("1", "room", "", "2", "", "3", "the-room", "4", "the-room", "", "5");

        await RunAsync(server);

        Assert.HasCount(4, _terminal.Output.Where(line => line.EndsWith(sentence, StringComparison.Ordinal)));
        Assert.AreEqual("До свидания, Боб!", _terminal.Output[^1]);
    }

    [TestMethod]
    public async Task Menu_WithAServerWhoseAnswersAreEmpty_ShowsWhatThereIs()
    {
        await using RoomServer server = await RoomServer.StartAsync(isBare: true);
        _terminal.Type("1", "room", "", "3", "the-room");
        Task running = RunAsync(server);
        await _terminal.UntilAsync("=== История комнаты the-room ===\n[0] : ");
        _terminal.Type("раз", "quit", "5");

        await running.Within();

        Assert.Contains("Создана комната:  ()", _terminal.Output);
        Assert.AreEqual("До свидания, Боб!", _terminal.Output[^1]);
    }

    [TestMethod]
    public async Task History_OfSeveralPages_ShowsAllOfThem()
    {
        await using RoomServer server = await RoomServer.StartAsync(pageSize: 2);
        for (int i = 1; i <= 5; i++)
        {
            server.Say("Алиса", $"№{i}");
        }

        _terminal.Type("4", "the-room");
        _terminal.EndInput();

        await RunAsync(server);

        CollectionAssert.AreEqual(
            new[] { "№1", "№2", "№3", "№4", "№5" },
            _terminal.Output.Where(line => line.StartsWith('[')).Select(line => line[^2..]).ToArray());
    }

    [TestMethod]
    public async Task Room_OfAScript_ShowsTheHistoryOnJoiningAndAfterEachMessage()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.Say("Алиса", "раз");
        _terminal.Type("3", "the-room");
        Task running = RunAsync(server);
        await _terminal.UntilAsync(First);
        await _terminal.UntilAsync(Russian.Texts.RoomHint);
        _terminal.Type("", "два", "   ", "три", "QuIt", "5");
        await running.Within();

        CollectionAssert.AreEqual(
            new[]
            {
                MenuPage, Russian.Texts.AskChoice, Russian.Texts.AskRoomId, First, Second, Second + "\n[1697051236] Боб: три", MenuPage,
                Russian.Texts.AskChoice, "До свидания, Боб!",
            },

            // On a busy machine the room may be shown, and its hint, before its history has begun to come.
            _terminal.Output.Where(shown => shown != Empty && shown != Russian.Texts.RoomHint).ToArray());
    }

    [TestMethod]
    [DataRow("quit!")]
    [DataRow(" quit")]
    [DataRow("exit")]
    [DataRow("5")]
    [DataRow("выход")]
    public async Task Room_OfAnythingButQuit_IsNotLeft(string text)
    {
        await using RoomServer server = await RoomServer.StartAsync();
        _terminal.Type("3", "the-room", text, "quit", "5");

        await RunAsync(server);

        Assert.AreEqual(text, Assert.ContainsSingle(server.Contents));
        Assert.AreEqual("До свидания, Боб!", _terminal.Output[^1]);
    }

    [TestMethod]
    public async Task Room_WhenOthersSpeak_ShowsTheHistoryAgain()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        _terminal.Type("3", "the-room");
        Task running = RunAsync(server);
        await _terminal.UntilAsync(Empty);

        server.Say("Алиса", "раз");
        await _terminal.UntilAsync(First);

        _terminal.EndInput();
        await running.Within();
    }

    [TestMethod]
    public async Task Room_AtTheEndOfTheInput_IsLeftWithEverythingSent()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        var terminal = new TerminalDouble(isInteractive: true);
        terminal.Type("3", "the-room", "раз", "два");
        terminal.EndInput();

        await RunAsync(server, terminal);

        CollectionAssert.AreEqual(new[] { "раз", "два" }, server.Contents);
    }

    [TestMethod]
    public async Task Room_OverAnOutage_SaysEachThingOnceAndShowsTheWholeHistory()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.Say("Алиса", "раз");
        _terminal.Type("3", "the-room");
        Task running = RunAsync(server);
        await _terminal.UntilAsync(First);

        server.GoAway();
        await _terminal.UntilAsync(Russian.Texts.ConnectionLost);
        _terminal.Type("потеряно");
        await _terminal.UntilAsync("Не отправлено, нет связи с сервером: потеряно");
        await Patience.Until(() => server.Joins.Length > 3, "attempts to reconnect");
        server.Say("Боб", "два");
        server.ComeBack();
        await _terminal.UntilAsync(Second);
        _terminal.Type("quit", "5");
        await running.Within();

        Assert.ContainsSingle(_terminal.Output.Where(line => line == Russian.Texts.ConnectionLost));
        Assert.ContainsSingle(_terminal.Output.Where(line => line == Russian.Texts.ConnectionBack));
        Assert.DoesNotContain(Russian.Texts.HistoryAnew, _terminal.Output);
    }

    [TestMethod]
    public async Task Room_WithAnotherHistoryAfterAnOutage_SaysSo()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.Say("Алиса", "old");
        server.Say("Алиса", "old");
        _terminal.Type("3", "the-room");
        Task running = RunAsync(server);
        await _terminal.UntilAsync("=== История комнаты the-room ===\n[1697051234] Алиса: old\n[1697051235] Алиса: old");

        server.GoAway();
        await _terminal.UntilAsync(Russian.Texts.ConnectionLost);
        server.Forget();
        server.Say("Алиса", "раз");
        server.ComeBack();
        await _terminal.UntilAsync(First);
        _terminal.EndInput();
        await running.Within();

        Assert.ContainsSingle(_terminal.Output.Where(line => line == Russian.Texts.HistoryAnew));
    }

    [TestMethod]
    public async Task Room_ThatIsNoMore_LeadsBackToTheMenu()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        _terminal.Type("3", "the-room");
        Task running = RunAsync(server);
        await _terminal.UntilAsync(Empty);

        server.GoAway(StatusCode.NotFound);
        await _terminal.UntilAsync("Комната the-room не найдена.");
        await _terminal.UntilAsync(MenuPage, times: 2);
        _terminal.Type("5");
        await running.Within();
    }

    [TestMethod]
    public async Task Room_WhereAMessageIsRefused_SaysWhyAndGoesOn()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        _terminal.Type("3", "the-room", "refuse me", "раз", "quit", "5");

        await RunAsync(server);

        Assert.Contains("Не отправлено, сервер отказал (Refused.): refuse me", _terminal.Output);
        Assert.AreEqual("раз", Assert.ContainsSingle(server.Contents));
    }

    [TestMethod]
    public async Task Room_WhereTheServerFailsToKeepAMessage_SaysWhyAndGoesOn()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        _terminal.Type("3", "the-room", "fail", "раз", "quit", "5");

        await RunAsync(server);

        Assert.Contains("Возможно, не отправлено (The disk is full.): fail", _terminal.Output);
        Assert.AreEqual("раз", Assert.ContainsSingle(server.Contents));
    }

    [TestMethod]
    public async Task Room_ThatIsLeftBeforeAnAnswer_SaysWhatMayNotHaveBeenSent()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.FallSilent();
        var terminal = new TerminalDouble(isInteractive: true);
        terminal.Type("3", "the-room", "раз", "два", "quit", "5");

        await RunAsync(server, terminal);

        Assert.ContainsSingle(terminal.Output.Where(line => line == "Ответа нет, возможно, не отправлено: раз"));
        Assert.ContainsSingle(terminal.Output.Where(line => line == "Ответа нет, возможно, не отправлено: два"));
        Assert.IsGreaterThan(
            Array.IndexOf(terminal.Output, "Ответа нет, возможно, не отправлено: два"), Array.LastIndexOf(terminal.Output, MenuPage));
    }

    [TestMethod]
    public async Task Room_WhereManySpeakAtOnce_ShowsTheWholeHistoryInTheEnd()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        _terminal.Type("3", "the-room");
        Task running = RunAsync(server);
        await _terminal.UntilAsync(Empty);

        for (int i = 0; i < 1_000; i++)
        {
            server.Say("Алиса", "раз");
        }

        await Patience.Until(() => _terminal.Output[^1].Split('\n').Length == 1_001, "all of them");
        _terminal.EndInput();
        await running.Within();
        Assert.AreEqual(1_000, server.Delivered);
    }

    [TestMethod]
    public async Task Menu_WhenItIsCancelled_EndsWhereverItIs()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        using var leaving = new CancellationTokenSource();
        _terminal.Type("3", "the-room");
        Task running = RunAsync(server, leaving: leaving.Token);
        await _terminal.UntilAsync(Empty);

        await leaving.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => running).Within();
    }

    private async Task RunAsync(RoomServer server, TerminalDouble? terminal = null, CancellationToken leaving = default)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        var failures = new CallFailure(Russian.Texts, server.Address.Authority);
        var menu = new Menu(terminal ?? _terminal, Russian.Texts, new ChatClient(channel), failures, "Боб", Patience.Limit);
        await menu.RunAsync(leaving).Within();
    }
}
