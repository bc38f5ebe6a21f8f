using System.Diagnostics;
using System.Text.RegularExpressions;
using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd;

/// <summary>The terminal client through pipes, against a real server.</summary>
[TestClass]
public sealed partial class TerminalScriptTests
{
    [TestMethod]
    public async Task Scene_OfTwoUsersOverACrashOfTheServer_LosesNothing()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("messenger-scene-");
        (string, string) data = ("MESSENGER_DATA", Path.Combine(folder.FullName, "messenger.db"));
        int port = FreePort.Find();
        HostProcess server = await HostProcess.StartServerAsync(port, data);
        try
        {
            await using ScriptedTerminal alice = ScriptedTerminal.Start(port);
            await using ScriptedTerminal bob = ScriptedTerminal.Start(port);
            await alice.TypeAsync("Алиса");
            string id = await alice.CreateRoomAsync("Общий чат");
            await bob.TypeAsync("Боб", "2", "");
            await bob.UntilAsync("Доступные комнаты:");
            await bob.UntilAsync($"- Общий чат ({id})");
            await alice.TypeAsync("3", id);
            await bob.TypeAsync("3", id);
            await alice.UntilAsync($"=== История комнаты {id} ===");
            await bob.UntilAsync($"=== История комнаты {id} ===");

            await alice.TypeAsync("Привет от Алисы");
            await bob.UntilHistoryAsync("Алиса: Привет от Алисы");
            await bob.TypeAsync("Привет от Боба");
            await alice.UntilHistoryAsync("Алиса: Привет от Алисы", "Боб: Привет от Боба");

            server.Kill();
            await server.ExitCodeAsync();
            await alice.UntilAsync("Связь с сервером потеряна, переподключаемся…");
            await bob.UntilAsync("Связь с сервером потеряна, переподключаемся…");
            await alice.TypeAsync("в пустоту");
            await alice.UntilAsync("Не отправлено, нет связи с сервером: в пустоту");
            await server.DisposeAsync();
            server = await HostProcess.StartServerAsync(port, data);
            await alice.UntilAsync("Связь с сервером восстановлена.");
            await bob.UntilAsync("Связь с сервером восстановлена.");

            await bob.TypeAsync("Снова здесь");
            string[] all = ["Алиса: Привет от Алисы", "Боб: Привет от Боба", "Боб: Снова здесь"];
            await alice.UntilHistoryAsync(all);
            await bob.UntilHistoryAsync(all);
            CollectionAssert.AreEqual(alice.LastHistory, bob.LastHistory);
            Assert.IsTrue(alice.LastHistory.Skip(1).All(line => HistoryLine().IsMatch(line)));

            string[] history = [.. alice.LastHistory.Skip(1)];
            await alice.TypeAsync("quit", "4", id, "", "5");
            await bob.TypeAsync("Quit", "5");
            Assert.AreEqual(0, await alice.ExitCodeAsync());
            Assert.AreEqual(0, await bob.ExitCodeAsync());
            int heading = Array.IndexOf(alice.Lines, $"История комнаты {id}:");
            CollectionAssert.AreEqual(history, alice.Lines[(heading + 1)..(heading + 4)]);
            foreach (ScriptedTerminal terminal in new[] { alice, bob })
            {
                Assert.ContainsSingle(terminal.Lines.Where(line => line.StartsWith("Связь с сервером потеряна", StringComparison.Ordinal)));
                Assert.ContainsSingle(terminal.Lines.Where(line => line.StartsWith("Связь с сервером восст", StringComparison.Ordinal)));
                Assert.IsEmpty(terminal.Errors);
            }
        }
        finally
        {
            await server.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public async Task Script_ThatIsThereAtOnce_IsPlayedInOrder()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using ScriptedTerminal alice = ScriptedTerminal.Start(server.Port);
        await alice.TypeAsync("Алиса");
        string id = await alice.CreateRoomAsync("[bold]Комната[/] \e[31m", "[bold]Комната[/] ␛[31m");
        int before = alice.Lines.Length;

        await alice.TypeAsync("2", "", "3", id, "[red]раз[/]", "", "\e]0;два\a", "QUIT", "5");

        Assert.AreEqual(0, await alice.ExitCodeAsync());
        string[] lines = alice.Lines[before..];
        Assert.Contains($"- [bold]Комната[/] ␛[31m ({id})", lines);
        string heading = $"=== История комнаты {id} ===";
        int[] histories = [.. lines.Index().Where(line => line.Item == heading).Select(line => line.Index)];
        Assert.HasCount(3, histories);
        Assert.AreEqual("Сообщений пока нет.", lines[histories[0] + 1]);
        Assert.EndsWith("Алиса: [red]раз[/]", lines[histories[1] + 1]);
        Assert.EndsWith("Алиса: [red]раз[/]", lines[histories[2] + 1]);
        Assert.EndsWith("Алиса: ␛]0;два␇", lines[histories[2] + 2]);
        Assert.IsFalse(string.Concat(alice.Lines).Any(char.IsControl));
    }

    [TestMethod]
    public async Task Script_OfNonsense_IsAnsweredWithSentences()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using ScriptedTerminal terminal = ScriptedTerminal.Start(server.Port);

        await terminal.TypeAsync(
            "Алиса", "0", "войти", new string('9', 100_000), "\u0001\u0002", "1", " ", "", "1", new string('я', 201), "", "2", "",
            "3", "нет такой", "4", "\e[2J", "", "5");

        Assert.AreEqual(0, await terminal.ExitCodeAsync());
        Assert.HasCount(4, terminal.Lines.Where(line => line == "Неверный выбор: введите число от 1 до 5."));
        Assert.Contains("Название комнаты не может быть пустым.", terminal.Lines);
        Assert.ContainsSingle(terminal.Lines.Where(line => line.StartsWith("Сервер отказал: ", StringComparison.Ordinal)));
        Assert.Contains("Комнат пока нет.", terminal.Lines);
        Assert.Contains("Комната нет такой не найдена.", terminal.Lines);
        Assert.Contains("Комната ␛[2J не найдена.", terminal.Lines);
        Assert.IsEmpty(terminal.Errors);
    }

    [TestMethod]
    public async Task Script_InEnglish_HasNoRussianWord()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using ScriptedTerminal terminal = ScriptedTerminal.Start(server.Port, "--lang", "en");

        await terminal.TypeAsync("Alice", "1", "A room", "", "2", "", "3", "nowhere", "x", "5");

        Assert.AreEqual(0, await terminal.ExitCodeAsync());
        Assert.IsTrue(terminal.Lines.Any(line => line.StartsWith("Room created: A room (", StringComparison.Ordinal)));
        Assert.Contains("Available rooms:", terminal.Lines);
        Assert.Contains("There is no room nowhere.", terminal.Lines);
        Assert.DoesNotMatchRegex("[а-яА-Я]", string.Concat(terminal.Lines));
    }

    [TestMethod]
    public async Task Script_WithTheLanguageInTheEnvironment_IsInThatLanguage()
    {
        await using HostProcess process = HostProcess.StartWithInput(
            "ClientHost", new Dictionary<string, string> { ["MESSENGER_LANG"] = "en" }, "chat");
        await process.Input.WriteLineAsync("Alice").Within();
        process.Input.Close();

        Assert.AreEqual(0, await process.ExitCodeAsync());
        Assert.DoesNotMatchRegex("[а-яА-Я]", string.Concat(process.Log));
        Assert.Contains("1. Create a room", process.Log);
    }

    [TestMethod]
    [DataRow("ru", "Имя не может быть пустым.")]
    [DataRow("en", "The name cannot be blank.")]
    public async Task Script_WithABlankName_EndsWithASentence(string language, string sentence)
    {
        await using ScriptedTerminal terminal = ScriptedTerminal.Start(FreePort.Find(), "--lang", language);

        await terminal.TypeAsync(" \t ");

        Assert.AreEqual(1, await terminal.ExitCodeAsync());
        Assert.AreEqual(sentence, terminal.Lines[^1]);
    }

    [TestMethod]
    public async Task Script_InAnUnknownLanguage_DoesNotStart()
    {
        await using ScriptedTerminal terminal = ScriptedTerminal.Start(FreePort.Find(), "--lang", "de");

        Assert.AreEqual(1, await terminal.ExitCodeAsync());
        Assert.AreEqual("--lang is 'de': 'ru' or 'en' is allowed.", Assert.ContainsSingle(terminal.Lines));
    }

    [TestMethod]
    public async Task Script_WhoseOutputCannotBeWritten_SaysSo()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Inconclusive("This needs /dev/full, which Linux has.");
        }

        string command = $"echo Алиса | dotnet '{HostProcess.PathOf("ClientHost")}' chat > /dev/full";
        using Process client = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardError = true })!;

        string errors = await client.StandardError.ReadToEndAsync().Within();
        await client.WaitForExitAsync().Within();

        Assert.AreEqual("Вывод невозможен: No space left on device", errors.Trim());
        Assert.AreEqual(1, client.ExitCode);
    }

    [TestMethod]
    public async Task Script_WithoutAServer_SaysSoAndGoesOn()
    {
        int port = FreePort.Find();
        await using ScriptedTerminal terminal = ScriptedTerminal.Start(port);

        await terminal.TypeAsync("Алиса", "2", "", "3", "x", "5");

        Assert.AreEqual(0, await terminal.ExitCodeAsync());
        Assert.HasCount(2, terminal.Lines.Where(
            line => line.StartsWith($"Сервер localhost:{port} недоступен. ", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Script_AtTheEndOfItsInput_Leaves(bool isInRoom)
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using ScriptedTerminal terminal = await AtAsync(server, isInRoom);

        terminal.EndInput();

        Assert.AreEqual(0, await terminal.ExitCodeAsync());
        Assert.IsEmpty(terminal.Errors);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Script_WhenTerminated_Leaves(bool isInRoom)
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using ScriptedTerminal terminal = await AtAsync(server, isInRoom);

        terminal.Terminate();

        Assert.AreEqual(0, await terminal.ExitCodeAsync());
        Assert.IsEmpty(terminal.Errors);
    }

    private static async Task<ScriptedTerminal> AtAsync(HostProcess server, bool isInRoom)
    {
        ScriptedTerminal terminal = ScriptedTerminal.Start(server.Port);
        try
        {
            await terminal.TypeAsync("Алиса");
            string id = await terminal.CreateRoomAsync("Комната");
            if (isInRoom)
            {
                await terminal.TypeAsync("3", id);
                await terminal.UntilAsync($"=== История комнаты {id} ===");
            }

            return terminal;
        }
        catch
        {
            await terminal.DisposeAsync();
            throw;
        }
    }

    [GeneratedRegex(@"^\[\d{10}\] (Алиса|Боб): .+$")]
    private static partial Regex HistoryLine();
}
