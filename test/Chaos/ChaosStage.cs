using Messenger.Contracts.Rooms;
using Messenger.Fixtures.Disk;
using Messenger.Fixtures.Proxy;
using Messenger.Grpc;

namespace Messenger.Chaos;

/// <summary>What a run takes place on: a server with its disk, a proxy before it, rooms, and what is found out about all.</summary>
internal sealed class ChaosStage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messenger-chaos-");
    private readonly Stack<IAsyncDisposable> _props = new();

    private ChaosStage(int seed)
    {
        Seed = seed;
    }

    public int Seed { get; }

    public Findings Findings { get; } = new();

    public Ledger Ledger { get; } = new();

    /// <summary>What was done.</summary>
    public Tally<FaultKind> Tally { get; } = new();

    /// <summary>What it came to.</summary>
    public Tally<Recovery> Recoveries { get; } = new();

    /// <summary>The keys that clients send.</summary>
    public OverheardKeys Keys { get; } = new();

    public string DataFile { get; private set; } = "";

    public ChaosServer Server { get; private set; } = null!;

    public MemoryWatch Memory { get; private set; } = null!;

    /// <summary>What clients connect to.</summary>
    public FaultProxy Proxy { get; private set; } = null!;

    /// <summary>The rooms' ids.</summary>
    public List<string> Rooms { get; } = [];

    /// <summary>Null where the disk does not fail.</summary>
    public DiskFaults? Disk { get; private set; }

    /// <summary>Sets it.</summary>
    /// <param name="seed">The seed of all random choices.</param>
    /// <param name="rooms">How many rooms there are, besides the shared chat.</param>
    /// <param name="hasFailingDisk">Whether the disk can be made to fail.</param>
    /// <param name="defect">What is wrong with the server that clients speak to; null where they speak to the real one.</param>
    /// <param name="settings">Settings of the server.</param>
    public static async Task<ChaosStage> SetAsync(
        int seed, int rooms, bool hasFailingDisk = false, TwinDefect? defect = null, params (string Name, string Value)[] settings)
    {
        var stage = new ChaosStage(seed);
        try
        {
            await stage.SetAsync(rooms, hasFailingDisk, defect, settings);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// A client of the server behind the proxy. It gives up so soon that those who send by it must repeat, too, but usually not before it
    /// has tried a second connection.
    /// </summary>
    /// <param name="sendSeconds">When it gives up.</param>
    public async Task<HostProcess> StartClientAsync(int sendSeconds = 4)
    {
        Proxy.Overheard = Keys.Listen;
        return Add(await HostProcess.StartClientAsync(
            Proxy.Port, ("MESSENGER_SERVER_ADDR", $"127.0.0.1:{Proxy.Port}"), ("MESSENGER_SEND_SECONDS", $"{sendSeconds}")));
    }

    /// <summary>The random choices of one of those on the stage: with the same seed, the same ones for the same one.</summary>
    public Random Choices(int actor) => new(unchecked((Seed * 31) + actor));

    public async ValueTask DisposeAsync()
    {
        // What fails to leave keeps nothing else on the stage: the server is below.
        List<Exception> failures = [];
        while (_props.TryPop(out IAsyncDisposable? prop))
        {
            try
            {
                await prop.DisposeAsync();
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }

        _folder.Delete(recursive: true);
        Findings.Dispose();
        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }

    private async Task SetAsync(int rooms, bool hasFailingDisk, TwinDefect? defect, (string Name, string Value)[] settings)
    {
        string folder = _folder.FullName;
        SmallDisk? small = null;
        FaultyDisk? faulty = null;
        if (hasFailingDisk)
        {
            faulty = await FaultyDisk.CompileAsync(folder);
            small = Add(await SmallDisk.MountAsync(Path.Combine(folder, "small"), mebibytes: 256));
            folder = small.Folder;
            settings = [.. settings, .. faulty.Environment.Select(variable => (variable.Key, variable.Value))];
        }

        DataFile = Path.Combine(folder, "messenger.db");
        Server = Add(await ChaosServer.StartAsync(DataFile, settings, Findings));
        Disk = small is null || faulty is null ? null : new DiskFaults(Server, small, faulty);
        Memory = Add(new MemoryWatch(Server, Findings));
        if (defect is { } broken)
        {
            TwinServer twin = Add(await TwinServer.StartAsync(Server.Port, broken));
            Server.Moved = twin.MoveTo;
            Proxy = Add(FaultProxy.Start(twin.Port));
        }
        else
        {
            Proxy = Add(FaultProxy.Start(Server.Port));
            Server.Moved = port => Proxy.TargetPort = port;
        }

        using GrpcChannel channel = Calls.Open(Server.Port);
        for (int i = 1; i <= rooms; i++)
        {
            var options = new CallOptions(Deadline: DateTime.UtcNow + Patience.Limit);
            Rooms.Add((await channel.UnaryCallAsync(Calls.CreateRoom, new CreateRoomRequest { Name = $"Room {i}" }, options)).Room.Id);
        }
    }

    private T Add<T>(T prop)
        where T : IAsyncDisposable
    {
        _props.Push(prop);
        return prop;
    }
}
