namespace Messenger.Chaos;

/// <summary>What is done to the server's process.</summary>
internal sealed class ServerFaults(ChaosServer server) : IFaults
{
    public IReadOnlyList<FaultKind> Kinds { get; init; } = [FaultKind.ServerKilled, FaultKind.ServerRestarted, FaultKind.ServerFrozen];

    public async Task<bool> StrikeAsync(FaultKind kind, Random choices)
    {
        switch (kind)
        {
            case FaultKind.ServerKilled:
                await server.KillAsync(() => { });
                break;
            case FaultKind.ServerRestarted:
                await server.RestartAsync();
                break;
            case FaultKind.ServerFrozen:
                server.Freeze();
                await Hold.AWhileAsync(choices);
                server.Thaw();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }

        return true;
    }
}
