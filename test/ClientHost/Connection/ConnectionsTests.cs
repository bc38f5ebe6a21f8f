using System.Diagnostics;
using Messenger.ClientHost.Connection;
using Messenger.Grpc;

namespace Messenger.ClientHost.Tests.Connection;

/// <summary>When connections come into doubt.</summary>
[TestClass]
public sealed class ConnectionsTests
{
    [TestMethod]
    public void Doubt_OfConnectionsThatAreSilent_MakesNewOnes()
    {
        using Connections connections = Create();
        connections.Hear();
        CancellationToken before = connections.InDoubt;

        connections.Doubt(Stopwatch.GetTimestamp());

        Assert.IsTrue(before.IsCancellationRequested);
        Assert.IsFalse(connections.InDoubt.IsCancellationRequested);
    }

    [TestMethod]
    public void Doubt_OfWhatNewConnectionsHaveTakenThePlaceOf_IsNone()
    {
        using Connections connections = Create();
        long begun = Stopwatch.GetTimestamp();
        connections.Doubt(begun);
        CancellationToken next = connections.InDoubt;

        connections.Doubt(begun);

        Assert.IsFalse(next.IsCancellationRequested);
    }

    [TestMethod]
    public void Doubt_WhileTheServerIsHeard_IsNone()
    {
        using Connections connections = Create();
        long begun = Stopwatch.GetTimestamp();
        connections.Hear();

        connections.Doubt(begun);

        Assert.IsFalse(connections.InDoubt.IsCancellationRequested);
    }

    private static Connections Create() => new(GrpcChannel.ForAddress(new Uri("http://localhost:1")));
}
