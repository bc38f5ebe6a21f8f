using System.Runtime.InteropServices;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Messenger.ClientHost.Terminal;

/// <summary>
/// A real terminal. It is used through its alternate screen, so that it is afterwards what it was before; every change draws the whole
/// screen again, so that a half-typed line survives whatever arrives and any size is right.
/// </summary>
internal sealed partial class InteractiveTerminal : ITerminal, IDisposable
{
    // The alternate screen, on which what is too long for a row is cut and not wrapped by the terminal.
    private const string Enter = "\e[?1049h\e[2J\e[?7l";

    // Also from the keypad's mode for applications, which the runtime enters and never leaves.
    private const string Leave = "\e[?7h\e[0m\e[?25h\e[?1l\e>\e[?1049l";

    private const int SigStop = 19;
    private const int SigStopOfMac = 17;

    private const int KeysReadAhead = 4_096;

    private readonly Func<(int Width, int Height)> _size;
    private readonly InputQueue<ConsoleKeyInfo> _keys;
    private readonly PosixSignalRegistration[] _signals;

    // Guards everything below, and writing to the terminal. Nothing else is taken under it.
    private readonly Lock _screenLock = new();
    private readonly IAnsiConsole _console;
    private readonly LineEditor _editor = new();
    private readonly List<Line> _said = [];
    private Page _page = new(new Line(""), []);
    private string _prompt = "";
    private int _below;
    private bool _isEntered;

    // It is left for good, or has gone away.
    private bool _isOver;

    /// <summary>Takes a terminal over.</summary>
    /// <param name="console">What is written to.</param>
    /// <param name="readKey">Blocks until a key is pressed.</param>
    /// <param name="size">The terminal's size at the moment.</param>
    public InteractiveTerminal(IAnsiConsole console, Func<ConsoleKeyInfo> readKey, Func<(int Width, int Height)> size)
    {
        _console = console;
        _size = size;
        _keys = new InputQueue<ConsoleKeyInfo>(KeysReadAhead, () => readKey());
        _signals = OperatingSystem.IsWindows()
            ? []
            :
            [
                PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Change(() => { })),
                PosixSignalRegistration.Create(PosixSignal.SIGTSTP, Suspend),
                PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => EnterScreen()),
            ];
        EnterScreen();
    }

    public bool IsInteractive => true;

    /// <summary>The terminal of this process.</summary>
    public static InteractiveTerminal OfProcess()
    {
        Console.InputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new InteractiveTerminal(
            AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes }),
            () => Console.ReadKey(intercept: true),
            () => (Console.WindowWidth, Console.WindowHeight));
    }

    public void Show(Page page) => Change(() =>
    {
        // Who has scrolled back keeps what is in sight.
        int more = page.Lines.Count - _page.Lines.Count;
        _below = _below > 0 && page.Heading.ToString() == _page.Heading.ToString() ? Math.Max(_below + more, 0) : 0;
        _page = page;
    });

    public void Say(params IReadOnlyList<Line> lines) => Change(() => _said.AddRange(lines));

    public async Task<string?> ReadLineAsync(string? prompt, CancellationToken cancellationToken)
    {
        Change(() =>
        {
            _prompt = prompt ?? _prompt;
            _editor.Clear();
        });
        while (await _keys.WaitAsync(cancellationToken))
        {
            lock (_screenLock)
            {
                // What was pasted is there at once, and is drawn at once.
                while (_keys.TryRead(out ConsoleKeyInfo key))
                {
                    if (IsControl(key, ConsoleKey.D) && _editor.Text.Length == 0)
                    {
                        return null;
                    }

                    if (key.Key == ConsoleKey.Enter || IsControl(key, ConsoleKey.J))
                    {
                        return TakeLineLocked();
                    }

                    if (!TryScrollLocked(key.Key))
                    {
                        _editor.Apply(key);
                    }
                }

                DrawLocked();
                if (_isOver)
                {
                    return null;
                }
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }

        LeaveScreen();
        lock (_screenLock)
        {
            // A signal that is still being handled changes nothing any more.
            _isOver = true;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);

    private static bool IsControl(ConsoleKeyInfo key, ConsoleKey letter) =>
        key.Key == letter && key.Modifiers.HasFlag(ConsoleModifiers.Control);

    // With the line the user has taken notice of what was said.
    private string TakeLineLocked()
    {
        string line = _editor.Text;
        _editor.Clear();
        _said.Clear();
        _below = 0;
        DrawLocked();
        return line;
    }

    private bool TryScrollLocked(ConsoleKey key)
    {
        int step = Math.Max(_size().Height / 2, 1);
        switch (key)
        {
            case ConsoleKey.PageUp:
                _below = Math.Clamp(_below + step, 0, Math.Max(_page.Lines.Count + _said.Count - 1, 0));
                return true;
            case ConsoleKey.PageDown:
                _below = Math.Max(_below - step, 0);
                return true;
            default:
                return false;
        }
    }

    // While it is suspended the terminal is the shell's. The runtime, left to itself, would not stop.
    private void Suspend(PosixSignalContext context)
    {
        context.Cancel = true;
        LeaveScreen();
        _ = Signal(Environment.ProcessId, OperatingSystem.IsMacOS() ? SigStopOfMac : SigStop);
    }

    private void EnterScreen() => Switch(Enter, isEntered: true);

    private void LeaveScreen() => Switch(Leave, isEntered: false);

    private void Switch(string control, bool isEntered)
    {
        lock (_screenLock)
        {
            if (_isEntered != isEntered && !_isOver)
            {
                _isEntered = isEntered;
                WriteLocked(new ControlCode(control));
            }

            DrawLocked();
        }
    }

    private void Change(Action change)
    {
        lock (_screenLock)
        {
            change();
            DrawLocked();
        }
    }

    private void DrawLocked()
    {
        if (_isEntered && !_isOver)
        {
            (int width, int height) = _size();
            WriteLocked(new FrameRenderable(ScreenLayout.Compose(_page, _said, _prompt, _editor, width, height, _below)));
        }
    }

    private void WriteLocked(IRenderable what)
    {
        try
        {
            _console.Write(what);
        }
        catch (IOException)
        {
            // Its window was closed: the end of the input, whichever thread comes upon it.
            _isOver = true;
        }
    }
}
