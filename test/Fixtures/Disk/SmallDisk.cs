using System.Diagnostics;

namespace Messenger.Fixtures.Disk;

/// <summary>A file system in memory, so small that a test can fill it.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    /// <summary>Mounts it on a new folder. Where that is not permitted, the test is inconclusive.</summary>
    public static async Task<SmallDisk> MountAsync(string folder, int mebibytes = 4)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsLinux() || await RunAsync("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", folder) != 0)
        {
            Assert.Inconclusive("A small disk can be mounted by root only, on Linux.");
        }

        return new SmallDisk(folder);
    }

    /// <summary>Fills it to the last byte with another file.</summary>
    public void Fill()
    {
        using FileStream filler = new(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (byte[] page = new byte[4096]; ;)
            {
                filler.Write(page);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Deletes that file.</summary>
    public void MakeRoom() => File.Delete(Filler);

    public async ValueTask DisposeAsync() => Assert.AreEqual(0, await RunAsync("umount", "--lazy", Folder));

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        await process.WaitForExitAsync().Within();
        return process.ExitCode;
    }
}
