using System.Diagnostics;
using System.Globalization;
using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd;

/// <summary>The terminal client on a real terminal, whose screen is read.</summary>
[TestClass]
public sealed class TerminalScreenTests
{
    private const string Ask = "Выберите действие (1–5):";
    private const string Ended = "ended with";

    [TestMethod]
    public async Task Screen_OfARoom_KeepsTheHalfTypedLineThroughMessagesAndResizing()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using ScriptedTerminal alice = ScriptedTerminal.Start(server.Port);
        await alice.TypeAsync("Алиса");
        string id = await alice.CreateRoomAsync("Общий чат");
        await using Tmux tmux = await Tmux.StartAsync(100, 30);
        await StartClientAsync(tmux, server);
        await tmux.EnterAsync("Боб");
        string[] menu = await tmux.UntilAsync(Ask);
        CollectionAssert.AreEqual(
            new[]
            {
                "=== Меню ===", "1. Создать комнату", "2. Список комнат", "3. Войти в комнату по ID", "4. История комнаты по ID",
                "5. Выход", Ask, ">",
            },
            menu);

        await tmux.EnterAsync("3");
        await tmux.UntilAsync("Введите ID комнаты:");
        await tmux.EnterAsync(id);
        await tmux.UntilAsync("Сообщений пока нет.");
        await tmux.TypeAsync("наполовину 日本");
        await tmux.UntilAsync("> наполовину 日本");
        await alice.TypeAsync("3", id, "Привет, [red]Боб[/]\e[2J");

        string[] room = await tmux.UntilAsync(
            screen => screen.Any(row => row.Contains("Алиса: ", StringComparison.Ordinal)), "the message");
        Assert.AreEqual($"=== История комнаты {id} ===", room[0]);
        Assert.EndsWith("] Алиса: Привет, [red]Боб[/]␛[2J", room[1]);
        Assert.AreEqual("> наполовину 日本", room[^1]);

        await tmux.ResizeAsync(40, 20);
        room = await tmux.UntilAsync(screen => screen is ["=== История комнаты", ..], "the narrow screen");
        Assert.AreEqual($"{id} ===", room[1]);
        Assert.AreEqual("> наполовину 日本", room[^1]);

        await tmux.PressAsync("BSpace");
        await tmux.PressAsync("Home");
        await tmux.EnterAsync("Не ");
        await alice.UntilHistoryAsync("Алиса: Привет, [red]Боб[/]␛[2J", "Боб: Не наполовину 日");
        await tmux.UntilAsync(screen => screen is [.., ">"], "an empty line to type on");

        await tmux.EnterAsync("QUIT");
        await tmux.UntilAsync(Ask);
        await tmux.EnterAsync("5");
        await IsAsItWasAsync(tmux);
    }

    [TestMethod]
    public async Task Screen_OverAnOutage_SaysSoAndKeepsTheLine()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("messenger-screen-");
        (string, string) data = ("MESSENGER_DATA", Path.Combine(folder.FullName, "messenger.db"));
        int port = FreePort.Find();
        HostProcess server = await HostProcess.StartServerAsync(port, data);
        try
        {
            await using ScriptedTerminal alice = ScriptedTerminal.Start(port);
            await alice.TypeAsync("Алиса");
            string id = await alice.CreateRoomAsync("Общий чат");
            await using Tmux tmux = await Tmux.StartAsync(100, 30);
            await StartClientAsync(tmux, server);
            await tmux.EnterAsync("Боб");
            await tmux.UntilAsync(Ask);
            await tmux.EnterAsync("3");
            await tmux.EnterAsync(id);
            await tmux.UntilAsync("Сообщений пока нет.");
            await tmux.TypeAsync("позже");

            server.Kill();
            await tmux.UntilAsync("Связь с сервером потеряна, переподключаемся…");
            await server.DisposeAsync();
            server = await HostProcess.StartServerAsync(port, data);
            await tmux.UntilAsync("Связь с сервером восстановлена.");
            await tmux.UntilAsync("> позже");
            await tmux.PressAsync("Enter");

            await tmux.UntilAsync(screen => screen.Any(row => row.EndsWith("] Боб: позже", StringComparison.Ordinal)), "the message");
        }
        finally
        {
            await server.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    [DataRow("C-c")]
    [DataRow("C-c C-c")]
    [DataRow("C-d")]
    [DataRow("SIGTERM")]
    public async Task Screen_WhenLeftBySignalOrKey_IsAsItWas(string way)
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using Tmux tmux = await Tmux.StartAsync(80, 24);
        await StartClientAsync(tmux, server);
        await tmux.EnterAsync("Боб");
        await tmux.UntilAsync(Ask);

        if (way == "SIGTERM")
        {
            using var kill = Process.Start("kill", ["-TERM", (await File.ReadAllTextAsync(PidFile(tmux))).Trim()]);
            await kill.WaitForExitAsync().Within();
            Assert.AreEqual(0, kill.ExitCode);
        }
        else
        {
            await tmux.PressAsync(way.Split(' '));
        }

        await IsAsItWasAsync(tmux);
    }

    [TestMethod]
    public async Task Screen_WhenSuspended_IsTheShellsUntilItGoesOn()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();

        // A shell that sets the terminal's mode when it has it again.
        await using Tmux tmux = await Tmux.StartAsync(80, 24, "bash --norc --noprofile");
        await StartClientAsync(tmux, server);
        await tmux.TypeAsync("Бо");
        await tmux.UntilAsync("> Бо");

        await tmux.PressAsync("C-z");
        await tmux.UntilAsync(screen => screen is [.., "$"], "the shell");
        Assert.AreEqual("0", await tmux.AskAsync("#{alternate_on}"));
        await tmux.EnterAsync("fg");
        await tmux.UntilAsync("> Бо");
        await tmux.EnterAsync("б");
        await tmux.UntilAsync(Ask);
        await tmux.PressAsync("C-d");

        await tmux.UntilAsync(screen => screen is [.., ['s', 'h', ' ', ..], "$"], "the shell again");
    }

    [TestMethod]
    public async Task Screen_WithABlankName_ShowsTheSentenceAfterwards()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using Tmux tmux = await Tmux.StartAsync(80, 24);
        await StartClientAsync(tmux, server);

        await tmux.PressAsync("Enter");

        string[] screen = await tmux.UntilAsync($"{Ended} 1");
        Assert.Contains("Имя не может быть пустым.", screen);
    }

    private static string PidFile(Tmux tmux) => Path.Combine(tmux.Folder, "pid");

    private static async Task StartClientAsync(Tmux tmux, HostProcess server)
    {
        string client = string.Create(
            CultureInfo.InvariantCulture, $"dotnet '{HostProcess.PathOf("ClientHost")}' chat --server-addr localhost:{server.Port}");
        string script = Path.Combine(tmux.Folder, "client");
        await File.WriteAllTextAsync(script, $"echo $$ > '{PidFile(tmux)}'\nexec {client}\n");
        await tmux.EnterAsync($"clear; stty -a > '{tmux.Folder}/before'; sh '{script}'; echo {Ended} $?");
        await tmux.UntilAsync("Введите ваше имя:");
    }

    // The shell has the terminal again, with nothing of the client on it, and in the same mode.
    private static async Task IsAsItWasAsync(Tmux tmux)
    {
        string[] screen = await tmux.UntilAsync($"{Ended} 0");
        Assert.IsFalse(screen.Any(row => row.Contains("Меню", StringComparison.Ordinal)));
        Assert.AreEqual("0 1 0 0", await tmux.AskAsync("#{alternate_on} #{cursor_flag} #{keypad_cursor_flag} #{keypad_flag}"));
        string after = Path.Combine(tmux.Folder, "after");
        await tmux.EnterAsync($"stty -a > '{after}'; echo written");
        await tmux.UntilAsync("written");
        Assert.AreEqual(
            WithoutSize(await File.ReadAllTextAsync(Path.Combine(tmux.Folder, "before"))), WithoutSize(await File.ReadAllTextAsync(after)));
    }

    // The first line begins with the speed and the rows and columns, which a test may have changed.
    private static string WithoutSize(string stty) => stty[(stty.IndexOf("line = ", StringComparison.Ordinal) + 1)..];
}
