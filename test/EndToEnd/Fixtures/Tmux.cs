using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>A terminal of its own, with a shell in it, whose screen can be read. Disposing it ends everything in it.</summary>
internal sealed class Tmux : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messenger-tmux-");

    private Tmux()
    {
    }

    /// <summary>A folder for the files of what runs in it.</summary>
    public string Folder => _folder.FullName;

    /// <summary>A terminal of this size, and a shell. Without tmux on the machine the test is inconclusive.</summary>
    public static async Task<Tmux> StartAsync(int width, int height, string shell = "sh")
    {
        var tmux = new Tmux();
        try
        {
            await tmux.RunAsync("new-session", "-d", "-x", $"{width}", "-y", $"{height}", $"env PS1='$ ' ENV= LC_ALL=C.UTF-8 {shell}");
            return tmux;
        }
        catch (Win32Exception e)
        {
            tmux._folder.Delete(recursive: true);
            Assert.Inconclusive($"This needs tmux (Debian: tmux). {e.Message}");
            throw;
        }
    }

    /// <summary>Types a text.</summary>
    public Task TypeAsync(string text) => RunAsync("send-keys", "-l", "--", text);

    /// <summary>Types a text and Enter.</summary>
    public async Task EnterAsync(string text)
    {
        await TypeAsync(text);
        await PressAsync("Enter");
    }

    /// <summary>Presses keys, by tmux's names for them.</summary>
    public Task PressAsync(params string[] keys) => RunAsync(["send-keys", .. keys]);

    public Task ResizeAsync(int width, int height) => RunAsync("resize-window", "-x", $"{width}", "-y", $"{height}");

    /// <summary>What tmux says of the terminal, in its format language.</summary>
    public async Task<string> AskAsync(string format) => (await RunAsync("display-message", "-p", format)).TrimEnd('\n');

    /// <summary>The rows of the screen that hold anything.</summary>
    public async Task<string[]> ScreenAsync() =>
        [.. (await RunAsync("capture-pane", "-p")).Split('\n').Select(row => row.TrimEnd()).Where(row => row.Length > 0)];

    /// <summary>Waits until the screen is as it should be, and returns it.</summary>
    public async Task<string[]> UntilAsync(Func<string[], bool> condition, string what)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        while (true)
        {
            string[] screen = await ScreenAsync();
            if (condition(screen))
            {
                return screen;
            }

            Assert.IsTrue(DateTime.UtcNow < end, $"Waited in vain: {what}, on\n{string.Join('\n', screen)}");
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until the screen has a row, and returns the screen.</summary>
    public Task<string[]> UntilAsync(string row) => UntilAsync(screen => screen.Contains(row), $"'{row}'");

    public async ValueTask DisposeAsync()
    {
        await RunAsync("kill-server");
        _folder.Delete(recursive: true);
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        // -u: UTF-8, whatever the locale of the tests is.
        var start = new ProcessStartInfo("tmux", ["-u", "-S", Path.Combine(Folder, "socket"), "-f", "/dev/null", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync().Within();
        await process.WaitForExitAsync().Within();
        Assert.AreEqual(0, process.ExitCode, $"tmux {string.Join(' ', arguments)}: {await errors.Within()}");
        return output;
    }
}
