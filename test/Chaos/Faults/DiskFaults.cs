using Messenger.Fixtures.Disk;

namespace Messenger.Chaos;

/// <summary>What is done to the disk that the server keeps its messages on.</summary>
internal sealed class DiskFaults(ChaosServer server, SmallDisk small, FaultyDisk faulty) : IFaults
{
    public IReadOnlyList<FaultKind> Kinds { get; } =
        [FaultKind.DiskFull, FaultKind.SyncFails, FaultKind.WriteFails, FaultKind.KilledWhileSyncFails];

    public async Task<bool> StrikeAsync(FaultKind kind, Random choices)
    {
        int troubles = server.Troubles;
        switch (kind)
        {
            case FaultKind.DiskFull:
                small.Fill();
                await Hold.AWhileAsync(choices);
                small.MakeRoom();
                break;
            case FaultKind.SyncFails:
                faulty.Break($"sync -wal {FaultyDisk.IoError} {Some(choices)}", $"sync .db {FaultyDisk.IoError} {Some(choices)}");
                await Hold.AWhileAsync(choices);
                faulty.Mend();
                break;
            case FaultKind.WriteFails:
                faulty.Break($"write * {(choices.Next(2) == 0 ? FaultyDisk.NoSpace : FaultyDisk.IoError)} {Some(choices)}");
                await Hold.AWhileAsync(choices);
                faulty.Mend();
                break;
            case FaultKind.KilledWhileSyncFails:
                faulty.Break($"sync * {FaultyDisk.IoError} -1");
                await Hold.AWhileAsync(choices);

                // The next process has a log of its own.
                bool isFelt = server.Troubles > troubles;
                await server.KillAsync(faulty.Mend);
                return isFelt;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }

        return server.Troubles > troubles;
    }

    // How many calls fail; -1 for all until it is mended.
    private static int Some(Random choices) => choices.Next(3) == 0 ? -1 : choices.Next(1, 5);
}
