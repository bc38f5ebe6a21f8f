using Messenger.ClientHost.Terminal;
using Messenger.Grpc;

namespace Messenger.ClientHost.Tests.Terminal;

/// <summary>The menu, as a user or a script goes through it.</summary>
[TestClass]
public sealed class MenuTests : MenuWalk
{
    [TestMethod]
    public async Task Menu_OfEveryPoint_SaysWhatIsWritten()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.Say("Алиса", "раз");
        Terminal.Type("1", " Общий чат ", "", "2", "", "4", "the-room", "", "5");

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
            Terminal.Output);
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("6")]
    [DataRow("")]
    [DataRow("войти")]
    public async Task Menu_OfAnythingElse_SaysSoAndComesAgain(string choice)
    {
        await using RoomServer server = await RoomServer.StartAsync();
        Terminal.Type(choice, "5");

        await RunAsync(server);

        CollectionAssert.AreEqual(
            new[] { MenuPage, Russian.Texts.AskChoice, Russian.Texts.WrongChoice, MenuPage, Russian.Texts.AskChoice, "До свидания, Боб!" },
            Terminal.Output);
    }

    [TestMethod]
    [DataRow("1", nameof(Texts.BlankRoomName))]
    [DataRow("3", nameof(Texts.BlankRoomId))]
    [DataRow("4", nameof(Texts.BlankRoomId))]
    public async Task Menu_OfABlankAnswer_SaysSo(string choice, string sentence)
    {
        await using RoomServer server = await RoomServer.StartAsync();
        Terminal.Type(choice, "  ");
        Terminal.EndInput();

        await RunAsync(server);

        Assert.Contains((string)typeof(Texts).GetProperty(sentence)!.GetValue(Russian.Texts)!, Terminal.Output);
    }

    [TestMethod]
    [DataRow("3")]
    [DataRow("4")]
    public async Task Menu_OfAnUnknownRoom_SaysSo(string choice)
    {
        await using RoomServer server = await RoomServer.StartAsync();
        Terminal.Type(choice, "other", "5", "5");

        await RunAsync(server);

        Assert.Contains("Комната other не найдена.", Terminal.Output);
    }

    [TestMethod]
    [DataRow(StatusCode.Unavailable, "недоступен. Away.")]
    [DataRow(StatusCode.ResourceExhausted, "Сервер отказал: Away.")]
    [DataRow(StatusCode.Unknown, "Ошибка сервера: Unknown. Away.")]
    public async Task Menu_WithAServerThatFails_SaysSoAndGoesOn(StatusCode code, string sentence)
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.GoAway(code);
        Terminal.Type("1", "room", "", "2", "", "3", "the-room", "4", "the-room", "", "5");

        await RunAsync(server);

        Assert.HasCount(4, Terminal.Output.Where(line => line.EndsWith(sentence, StringComparison.Ordinal)));
        Assert.AreEqual("До свидания, Боб!", Terminal.Output[^1]);
    }

    [TestMethod]
    public async Task Menu_WithAServerWhoseAnswersAreEmpty_ShowsWhatThereIs()
    {
        await using RoomServer server = await RoomServer.StartAsync(isBare: true);
        Terminal.Type("1", "room", "", "3", "the-room");
        Task running = RunAsync(server);
        await Terminal.UntilAsync("=== История комнаты the-room ===\n[0] : ");
        Terminal.Type("раз", "quit", "5");

        await running.Within();

        Assert.Contains("Создана комната:  ()", Terminal.Output);
        Assert.AreEqual("До свидания, Боб!", Terminal.Output[^1]);
    }

    [TestMethod]
    public async Task History_OfSeveralPages_ShowsAllOfThem()
    {
        await using RoomServer server = await RoomServer.StartAsync(pageSize: 2);
        for (int i = 1; i <= 5; i++)
        {
            server.Say("Алиса", $"№{i}");
        }

        Terminal.Type("4", "the-room");
        Terminal.EndInput();

        await RunAsync(server);

        CollectionAssert.AreEqual(
            new[] { "№1", "№2", "№3", "№4", "№5" },
            Terminal.Output.Where(line => line.StartsWith('[')).Select(line => line[^2..]).ToArray());
    }

    [TestMethod]
    public async Task Menu_WhenItIsCancelled_EndsWhereverItIs()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        using var leaving = new CancellationTokenSource();
        Terminal.Type("3", "the-room");
        Task running = RunAsync(server, leaving: leaving.Token);
        await Terminal.UntilAsync(Empty);

        await leaving.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => running).Within();
    }
}
