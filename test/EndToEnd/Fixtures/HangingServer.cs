using Messenger.Fixtures.Disk;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>A server on a disk that can be made to hang.</summary>
internal sealed class HangingServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private HangingServer(DirectoryInfo folder, FaultyDisk disk, HostProcess process)
    {
        _folder = folder;
        Disk = disk;
        Process = process;
    }

    public FaultyDisk Disk { get; }

    public HostProcess Process { get; }

    public static async Task<HangingServer> StartAsync(params (string Name, string Value)[] settings)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("messenger-test-");
        try
        {
            FaultyDisk disk = await FaultyDisk.CompileAsync(folder.FullName);
            HostProcess process = await HostProcess.StartServerAsync(
                0,
                [
                    ("MESSENGER_DATA", Path.Combine(folder.FullName, "messenger.db")), .. settings,
                    .. disk.Environment.Select(entry => (entry.Key, entry.Value)),
                ]);
            return new HangingServer(folder, disk, process);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Disk.Mend();
        await Process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
