using Messenger.ClientHost.Terminal;
using Messenger.Grpc;

namespace Messenger.ClientHost.Tests.Terminal;

/// <summary>Rooms that are entered from the menu, as a user or a script stays in them.</summary>
[TestClass]
public sealed class MenuRoomTests : MenuWalk
{
    private const string First = "=== История комнаты the-room ===\n[1697051234] Алиса: раз";
    private const string Second = First + "\n[1697051235] Боб: два";

    [TestMethod]
    public async Task Room_OfAScript_ShowsTheHistoryOnJoiningAndAfterEachMessage()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.Say("Алиса", "раз");
        Terminal.Type("3", "the-room");
        Task running = RunAsync(server);
        await Terminal.UntilAsync(First);
        await Terminal.UntilAsync(Russian.Texts.RoomHint);
        Terminal.Type("", "два", "   ", "три", "QuIt", "5");
        await running.Within();

        CollectionAssert.AreEqual(
            new[]
            {
                MenuPage, Russian.Texts.AskChoice, Russian.Texts.AskRoomId, First, Second, Second + "\n[1697051236] Боб: три", MenuPage,
                Russian.Texts.AskChoice, "До свидания, Боб!",
            },

            // On a busy machine the room may be shown, and its hint, before its history has begun to come.
            Terminal.Output.Where(shown => shown != Empty && shown != Russian.Texts.RoomHint).ToArray());
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
        Terminal.Type("3", "the-room", text, "quit", "5");

        await RunAsync(server);

        Assert.AreEqual(text, Assert.ContainsSingle(server.Contents));
        Assert.AreEqual("До свидания, Боб!", Terminal.Output[^1]);
    }

    [TestMethod]
    public async Task Room_WhenOthersSpeak_ShowsTheHistoryAgain()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        Terminal.Type("3", "the-room");
        Task running = RunAsync(server);
        await Terminal.UntilAsync(Empty);

        server.Say("Алиса", "раз");
        await Terminal.UntilAsync(First);

        Terminal.EndInput();
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
        Terminal.Type("3", "the-room");
        Task running = RunAsync(server);
        await Terminal.UntilAsync(First);

        server.GoAway();
        await Terminal.UntilAsync(Russian.Texts.ConnectionLost);
        Terminal.Type("потеряно");
        await Terminal.UntilAsync("Не отправлено, нет связи с сервером: потеряно");
        await Patience.Until(() => server.Joins.Length > 3, "attempts to reconnect");
        server.Say("Боб", "два");
        server.ComeBack();
        await Terminal.UntilAsync(Second);
        Terminal.Type("quit", "5");
        await running.Within();

        Assert.ContainsSingle(Terminal.Output.Where(line => line == Russian.Texts.ConnectionLost));
        Assert.ContainsSingle(Terminal.Output.Where(line => line == Russian.Texts.ConnectionBack));
        Assert.DoesNotContain(Russian.Texts.HistoryAnew, Terminal.Output);
    }

    [TestMethod]
    public async Task Room_WithAnotherHistoryAfterAnOutage_SaysSo()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.Say("Алиса", "old");
        server.Say("Алиса", "old");
        Terminal.Type("3", "the-room");
        Task running = RunAsync(server);
        await Terminal.UntilAsync("=== История комнаты the-room ===\n[1697051234] Алиса: old\n[1697051235] Алиса: old");

        server.GoAway();
        await Terminal.UntilAsync(Russian.Texts.ConnectionLost);
        server.Forget();
        server.Say("Алиса", "раз");
        server.ComeBack();
        await Terminal.UntilAsync(First);
        Terminal.EndInput();
        await running.Within();

        Assert.ContainsSingle(Terminal.Output.Where(line => line == Russian.Texts.HistoryAnew));
    }

    [TestMethod]
    public async Task Room_ThatIsNoMore_LeadsBackToTheMenu()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        Terminal.Type("3", "the-room");
        Task running = RunAsync(server);
        await Terminal.UntilAsync(Empty);

        server.GoAway(StatusCode.NotFound);
        await Terminal.UntilAsync("Комната the-room не найдена.");
        await Terminal.UntilAsync(MenuPage, times: 2);
        Terminal.Type("5");
        await running.Within();
    }

    [TestMethod]
    public async Task Room_WhereAMessageIsRefused_SaysWhyAndGoesOn()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        Terminal.Type("3", "the-room", "refuse me", "раз", "quit", "5");

        await RunAsync(server);

        Assert.Contains("Не отправлено, сервер отказал (Refused.): refuse me", Terminal.Output);
        Assert.AreEqual("раз", Assert.ContainsSingle(server.Contents));
    }

    [TestMethod]
    public async Task Room_WhereTheServerFailsToKeepAMessage_SaysWhyAndGoesOn()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        Terminal.Type("3", "the-room", "fail", "раз", "quit", "5");

        await RunAsync(server);

        Assert.Contains("Возможно, не отправлено (The disk is full.): fail", Terminal.Output);
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
        Terminal.Type("3", "the-room");
        Task running = RunAsync(server);
        await Terminal.UntilAsync(Empty);

        for (int i = 0; i < 1_000; i++)
        {
            server.Say("Алиса", "раз");
        }

        await Patience.Until(() => Terminal.Output[^1].Split('\n').Length == 1_001, "all of them");
        Terminal.EndInput();
        await running.Within();
        Assert.AreEqual(1_000, server.Delivered);
    }
}
