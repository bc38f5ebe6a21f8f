using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Messenger.ClientHost.Terminal;
using Spectre.Console;

namespace Messenger.ClientHost.Tests.Terminal;

[TestClass]
public sealed partial class InteractiveTerminalTests : IDisposable
{
    private const string EnterScreen = "\e[?1049h";
    private const string LeaveScreen = "\e[?1049l";

    private readonly BlockingCollection<ConsoleKeyInfo> _keys = [];
    private readonly StringWriter _output = new();
    private readonly TextWriter _writer;
    private readonly InteractiveTerminal _terminal;

    public InteractiveTerminalTests()
    {
        _writer = TextWriter.Synchronized(_output);
        _terminal = new InteractiveTerminal(ConsoleOf(_writer), _keys.Take, () => (60, 20));
    }

    [TestMethod]
    public async Task ReadLine_OfKeys_ReturnsWhatTheyMake()
    {
        Task<string?> reading = _terminal.ReadLineAsync("ask:", CancellationToken.None);

        Type("Приветт");
        Press(ConsoleKey.Backspace);
        Press(ConsoleKey.Enter);

        Assert.AreEqual("Привет", await reading.Within());
    }

    [TestMethod]
    public async Task ReadLine_OfLinesPastedAtOnce_ReturnsOneAfterTheOther()
    {
        Type("раз\nдва\n");

        Assert.AreEqual("раз", await _terminal.ReadLineAsync("ask:", CancellationToken.None).Within());
        Assert.AreEqual("два", await _terminal.ReadLineAsync(null, CancellationToken.None).Within());
    }

    [TestMethod]
    public async Task ReadLine_OfTheEndKey_EndsTheInputOnlyOnAnEmptyLine()
    {
        Task<string?> reading = _terminal.ReadLineAsync("ask:", CancellationToken.None);

        Type("a");
        Press(ConsoleKey.D, control: true);
        Press(ConsoleKey.Enter);
        Assert.AreEqual("a", await reading.Within());

        reading = _terminal.ReadLineAsync(null, CancellationToken.None);
        Press(ConsoleKey.D, control: true);
        Assert.IsNull(await reading.Within());
    }

    [TestMethod]
    public async Task Show_WhileALineIsHalfTyped_DrawsThatLineAgain()
    {
        Task<string?> reading = _terminal.ReadLineAsync("ask:", CancellationToken.None);
        Type("half");
        await Patience.Until(() => LastFrame().Contains("> half", StringComparison.Ordinal), "the line");

        _terminal.Show(new Page(new Line("heading"), [new Line("arrived")]));

        Assert.Contains("arrived", LastFrame());
        Assert.Contains("> half", LastFrame());
        Press(ConsoleKey.Enter);
        Assert.AreEqual("half", await reading.Within());
    }

    [TestMethod]
    public async Task Say_UntilTheNextLine_StaysThere()
    {
        Task<string?> reading = _terminal.ReadLineAsync("ask:", CancellationToken.None);
        _terminal.Say(new Line("said"));
        _terminal.Show(new Page(new Line("heading"), []));
        Assert.Contains("said", LastFrame());

        Press(ConsoleKey.Enter);
        await reading.Within();

        Assert.DoesNotContain("said", LastFrame());
    }

    [TestMethod]
    public void Show_OfWhatDrivesATerminal_WritesNoneOfIt()
    {
        _terminal.Show(new Page(
            new Line("\e]0;title\a"),
            [new Line(new TextRun("[red]\e[31m", TextRole.Author), new TextRun("\u009B2J\u202E\r\n\0"))]));

        string frame = LastFrame();
        Assert.Contains("␛]0;title␇", frame);
        Assert.Contains("[red]␛[31m", frame);
        Assert.Contains(@"\u009B2J\u202E␍␊␀", frame);
        Assert.DoesNotContain("\e]", frame);
        Assert.IsFalse(frame.Any(character => char.IsControl(character) && character != '\e'));
    }

    [TestMethod]
    public void Dispose_OfATerminal_LeavesItsScreenOnce()
    {
        Assert.StartsWith(EnterScreen, Output());

        _terminal.Dispose();
        _terminal.Say(new Line("too late"));
        _terminal.Dispose();

        Assert.EndsWith(LeaveScreen, Output());
        Assert.AreEqual(2, Output().Split(LeaveScreen).Length);
    }

    [TestMethod]
    public async Task ReadLine_OfATerminalThatIsGone_IsAtItsEnd()
    {
        // It is read from without waiting, and nothing comes.
        var nothing = new ConsoleKeyInfo('\0', default, shift: false, alt: false, control: false);
        using var terminal = new InteractiveTerminal(ConsoleOf(new GoneWriter()), () => nothing, () => (60, 20));

        terminal.Show(new Page(new Line("heading"), []));

        Assert.IsNull(await terminal.ReadLineAsync("ask:", CancellationToken.None).Within());
    }

    public void Dispose()
    {
        _terminal.Dispose();
        _output.Dispose();
    }

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Style();

    private static IAnsiConsole ConsoleOf(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        ColorSystem = ColorSystemSupport.EightBit,
        Out = new AnsiConsoleOutput(writer),
    });

    private void Type(string text)
    {
        foreach (char character in text)
        {
            ConsoleKey key = character == '\n' ? ConsoleKey.Enter : default;
            _keys.Add(new ConsoleKeyInfo(character, key, shift: false, alt: false, control: false));
        }
    }

    private void Press(ConsoleKey key, bool control = false) =>
        _keys.Add(new ConsoleKeyInfo('\0', key, shift: false, alt: false, control: control));

    // A frame begins with hiding the cursor, and is one write; without its styles.
    private string LastFrame()
    {
        string output = Output();
        return Style().Replace(output[output.LastIndexOf("\e[?25l", StringComparison.Ordinal)..], "");
    }

    private string Output()
    {
        // What the writer locks, too.
        lock (_writer)
        {
            return _output.ToString();
        }
    }

    private sealed class GoneWriter : StringWriter
    {
        public override void Write(string? value) => throw new IOException("Input/output error");
    }
}
