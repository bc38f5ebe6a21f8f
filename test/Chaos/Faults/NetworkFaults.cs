using Messenger.Fixtures.Proxy;

namespace Messenger.Chaos;

/// <summary>What is done to the connections between clients and server.</summary>
internal sealed class NetworkFaults(FaultProxy proxy) : IFaults
{
    private const int LongestBeforeCut = 5_000;

    public IReadOnlyList<FaultKind> Kinds { get; init; } =
        [FaultKind.AllCut, FaultKind.CutMidFrame, FaultKind.HalfOpen, FaultKind.BlackHole, FaultKind.Slow, FaultKind.Refused];

    /// <summary>
    /// Whether a connection that was made into a black hole may stay there when that is over. Only clients that ask often whether their
    /// server still lives find out in time.
    /// </summary>
    public bool MayStayLost { get; init; } = true;

    public async Task StrikeAsync(FaultKind kind, Random choices)
    {
        switch (kind)
        {
            case FaultKind.AllCut:
                await proxy.CutAllAsync();
                break;
            case FaultKind.CutMidFrame:
                await OnAFlowAsync(choices, new FlowRule { CutAfter = choices.Next(1, LongestBeforeCut) });
                break;
            case FaultKind.HalfOpen:
                await OnAFlowAsync(choices, FlowRule.Stopped);
                break;
            case FaultKind.Slow:
                await OnAFlowAsync(choices, new FlowRule
                {
                    BytesPerSecond = choices.Next(2_000, 100_000),
                    Delay = TimeSpan.FromMilliseconds(choices.Next(50)),
                });
                break;
            case FaultKind.BlackHole:
                await SwallowAsync(choices);
                break;
            case FaultKind.Refused:
                proxy.Accepting = Accepting.Refuse;
                await proxy.CutAllAsync();
                await Hold.AWhileAsync(choices);
                proxy.Accepting = Accepting.Forward;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    private async Task OnAFlowAsync(Random choices, FlowRule rule)
    {
        IReadOnlyList<ProxyConnection> connections = proxy.Connections;
        if (connections.Count == 0)
        {
            return;
        }

        ProxyConnection connection = connections[choices.Next(connections.Count)];
        ProxyFlow flow = choices.Next(2) == 0 ? connection.ToServer : connection.ToClient;
        flow.Rule = rule;
        await Hold.AWhileAsync(choices);
        flow.Rule = FlowRule.None;
    }

    private async Task SwallowAsync(Random choices)
    {
        proxy.Accepting = Accepting.BlackHole;
        proxy.ToServer = FlowRule.Stopped;
        proxy.ToClient = FlowRule.Stopped;
        await Hold.AWhileAsync(choices);
        proxy.Accepting = Accepting.Forward;
        if (!MayStayLost || choices.Next(2) == 0)
        {
            await proxy.CutAllAsync();
        }

        proxy.ToServer = FlowRule.None;
        proxy.ToClient = FlowRule.None;
    }
}
