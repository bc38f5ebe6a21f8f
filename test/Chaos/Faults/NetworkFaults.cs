using Messenger.Fixtures.Proxy;

namespace Messenger.Chaos;

/// <summary>What is done to the connections between clients and server.</summary>
internal sealed class NetworkFaults(FaultProxy proxy) : IFaults
{
    private const int LongestBeforeCut = 5_000;

    public IReadOnlyList<FaultKind> Kinds { get; init; } =
        [FaultKind.AllCut, FaultKind.CutMidFrame, FaultKind.HalfOpen, FaultKind.BlackHole, FaultKind.Slow, FaultKind.Refused];

    public async Task<bool> StrikeAsync(FaultKind kind, Random choices) => kind switch
    {
        FaultKind.AllCut => await proxy.CutAllAsync() > 0,
        FaultKind.CutMidFrame => await OnAFlowAsync(choices, new FlowRule { CutAfter = choices.Next(1, LongestBeforeCut) }),
        FaultKind.HalfOpen => await OnAFlowAsync(choices, FlowRule.Stopped),
        FaultKind.Slow => await OnAFlowAsync(choices, new FlowRule
        {
            BytesPerSecond = choices.Next(2_000, 100_000),
            Delay = TimeSpan.FromMilliseconds(choices.Next(1, 50)),
        }),
        FaultKind.BlackHole => await SwallowAsync(choices),
        FaultKind.Refused => await RefuseAsync(choices),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static bool IsHolding(ProxyFlow flow) => flow.WhenHoldingAsync().IsCompleted;

    private async Task<bool> OnAFlowAsync(Random choices, FlowRule rule)
    {
        IReadOnlyList<ProxyConnection> connections = proxy.Connections;
        if (connections.Count == 0)
        {
            return false;
        }

        ProxyConnection connection = connections[choices.Next(connections.Count)];
        ProxyFlow flow = choices.Next(2) == 0 ? connection.ToServer : connection.ToClient;
        flow.Rule = rule;
        await Hold.AWhileAsync(choices);
        bool isHolding = IsHolding(flow);
        flow.Rule = FlowRule.None;
        return isHolding || flow.IsCut;
    }

    private async Task<bool> RefuseAsync(Random choices)
    {
        proxy.Accepting = Accepting.Refuse;
        int cut = await proxy.CutAllAsync();
        await Hold.AWhileAsync(choices);
        proxy.Accepting = Accepting.Forward;
        return cut > 0;
    }

    private async Task<bool> SwallowAsync(Random choices)
    {
        proxy.Accepting = Accepting.BlackHole;
        proxy.ToServer = FlowRule.Stopped;
        proxy.ToClient = FlowRule.Stopped;
        await Hold.AWhileAsync(choices);
        proxy.Accepting = Accepting.Forward;
        bool isFelt = proxy.Connections.Any(connection => IsHolding(connection.ToServer) || IsHolding(connection.ToClient));

        // Otherwise what was connected before goes on, and what was connected meanwhile stays lost: its clients have to find out.
        if (choices.Next(2) == 0)
        {
            await proxy.CutAllAsync();
        }

        proxy.ToServer = FlowRule.None;
        proxy.ToClient = FlowRule.None;
        return isFelt;
    }
}
