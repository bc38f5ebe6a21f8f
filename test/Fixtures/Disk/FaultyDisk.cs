using System.Diagnostics;

namespace Messenger.Fixtures.Disk;

/// <summary>A library that makes a program's disk fail, to be preloaded into its process; see faulty_disk.c.</summary>
public sealed class FaultyDisk
{
    /// <summary>No error: the call hangs until the disk is mended.</summary>
    public const int Hang = 0;
    public const int IoError = 5;
    public const int NoSpace = 28;
    public const int ReadOnly = 30;

    private readonly string _control;

    private FaultyDisk(string folder, string library)
    {
        _control = Path.Combine(folder, "control");
        Environment = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = library,
            ["FAULTY_DISK_FOLDER"] = folder,
            ["FAULTY_DISK_CONTROL"] = _control,
        };
    }

    /// <summary>What the process needs in its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    private string Hanging => _control + ".hanging";

    /// <summary>Compiles it into the folder whose files are to fail. Where there is no compiler, the test is inconclusive.</summary>
    public static async Task<FaultyDisk> CompileAsync(string folder)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/cc"))
        {
            Assert.Inconclusive("The library that makes a disk fail needs Linux and a C compiler (/usr/bin/cc).");
        }

        string library = Path.Combine(folder, "faulty_disk.so");
        string source = Path.Combine(AppContext.BaseDirectory, "Disk", "faulty_disk.c");
        using Process compiler = Process.Start("/usr/bin/cc", ["-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library, source, "-ldl"]);
        await compiler.WaitForExitAsync().Within();
        Assert.AreEqual(0, compiler.ExitCode, "faulty_disk.c does not compile.");
        return new FaultyDisk(folder, library);
    }

    /// <summary>From now on the disk fails, by these rules.</summary>
    public void Break(params string[] rules)
    {
        // Moved to its place, so that it is never read by half.
        File.WriteAllLines(_control + ".new", rules);
        File.Move(_control + ".new", _control, overwrite: true);
    }

    /// <summary>Waits until a call hangs.</summary>
    public Task UntilHangingAsync() => Patience.Until(() => File.Exists(Hanging), "a call that hangs");

    /// <summary>From now on it does not.</summary>
    public void Mend()
    {
        File.Delete(_control);
        File.Delete(Hanging);
    }
}
