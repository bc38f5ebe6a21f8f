namespace Messenger.Chaos;

/// <summary>What is done to the server, the network, the disk and the readers.</summary>
public enum FaultKind
{
    /// <summary>The server is killed (SIGKILL) and started again.</summary>
    ServerKilled,

    /// <summary>The server is stopped (SIGTERM) under load, and started again.</summary>
    ServerRestarted,

    /// <summary>The server stands still for a while (SIGSTOP), and goes on.</summary>
    ServerFrozen,

    /// <summary>All connections are reset.</summary>
    AllCut,

    /// <summary>A connection is reset after some bytes, which is mostly within a frame.</summary>
    CutMidFrame,

    /// <summary>One direction of a connection carries nothing for a while.</summary>
    HalfOpen,

    /// <summary>No connection carries anything for a while, and new ones are taken and not answered.</summary>
    BlackHole,

    /// <summary>A connection is slow, and its bytes come late.</summary>
    Slow,

    /// <summary>All connections are reset, and new ones refused for a while.</summary>
    Refused,

    /// <summary>A reader reads nothing for a while.</summary>
    ReaderFrozen,

    /// <summary>The disk is full for a while.</summary>
    DiskFull,

    /// <summary>fsync fails for a while.</summary>
    SyncFails,

    /// <summary>Writing fails for a while.</summary>
    WriteFails,

    /// <summary>The server is killed while fsync fails, and started again on a disk that works.</summary>
    KilledWhileSyncFails,
}
