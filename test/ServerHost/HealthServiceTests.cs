using Grpc.Health.V1;
using Messenger.Grpc;
using Messenger.Journal;
using Messenger.Journal.Memory;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Messenger.ServerHost.Tests;

/// <summary>The server's health, as probes and load balancers ask for it.</summary>
[TestClass]
public sealed class HealthServiceTests
{
    private static readonly string[] Names =
    [
        "", "chat.ChatService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
        "mes_grpc.MessengerServer",
    ];

    public static IEnumerable<string> AllNames => Names;

    [TestMethod]
    [DynamicData(nameof(AllNames))]
    public async Task Check_OfEachService_IsServing(string name)
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());

        Assert.AreEqual(ServingStatus.Serving, await CheckAsync(serving, name));
    }

    [TestMethod]
    [DataRow("nobody.Nothing")]
    [DataRow("ChatService")]
    [DataRow(" ")]
    public async Task Check_OfAServiceThatThereIsNot_IsNotFound(string name)
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => CheckAsync(serving, name));

        Assert.AreEqual(new Status(StatusCode.NotFound, "There is no service of this name."), e.Status);
    }

    [TestMethod]
    public async Task List_OfAServer_HasAllServicesAndTheServerItself()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());

        var method = new Method<HealthListRequest, HealthListResponse>(HealthService.Contract, "List");
        HealthListResponse list = await serving.Channel.UnaryCallAsync(method, new HealthListRequest()).Within();

        Assert.AreSequenceEqual(Names, list.Statuses.Keys.Order(StringComparer.Ordinal));
        Assert.IsTrue(list.Statuses.Values.All(response => response.Status == ServingStatus.Serving));
    }

    [TestMethod]
    public async Task Check_WhileTheJournalCannotWrite_IsNotServing()
    {
        var journal = new FixedJournal(new JournalUnavailableException("Of the test."));
        await using Serving serving = await Serving.StartAsync(journal);

        journal.CanWrite = false;
        ServingStatus failing = await CheckAsync(serving, "");
        journal.CanWrite = true;

        Assert.AreEqual(ServingStatus.NotServing, failing);
        Assert.AreEqual(ServingStatus.Serving, await CheckAsync(serving, ""));
    }

    [TestMethod]
    public async Task Watch_OfAServerWhoseJournalFailsForAWhile_TellsTheStateAtOnceAndThenEachChange()
    {
        var journal = new FixedJournal(new JournalUnavailableException("Of the test."));
        await using Serving serving = await Serving.StartAsync(journal);
        using AsyncServerStreamingCall<HealthCheckResponse> call = Watch(serving, "chat.ChatService");

        Assert.AreEqual(ServingStatus.Serving, await ReadAsync(call));
        journal.CanWrite = false;
        Assert.AreEqual(ServingStatus.NotServing, await ReadAsync(call));
        journal.CanWrite = false;
        journal.CanWrite = true;
        Assert.AreEqual(ServingStatus.Serving, await ReadAsync(call));
    }

    [TestMethod]
    public async Task Watch_OfAServerThatStops_TellsThatItDoesNotServeAndEnds()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());
        using AsyncServerStreamingCall<HealthCheckResponse> call = Watch(serving, "");
        await ReadAsync(call);

        serving.Health.Stop();

        Assert.AreEqual(ServingStatus.NotServing, await ReadAsync(call));
        await EndsAsync(call);
        await serving.WhenIdleAsync().Within();
    }

    [TestMethod]
    public async Task Watch_OfAServiceThatThereIsNot_TellsSoAndGoesOnUntilTheServerStops()
    {
        var journal = new FixedJournal(new JournalUnavailableException("Of the test."));
        await using Serving serving = await Serving.StartAsync(journal);
        using AsyncServerStreamingCall<HealthCheckResponse> call = Watch(serving, "nobody.Nothing");
        Assert.AreEqual(ServingStatus.ServiceUnknown, await ReadAsync(call));

        Task<bool> next = call.ResponseStream.MoveNext(CancellationToken.None);
        journal.CanWrite = false;
        Assert.AreEqual(ServingStatus.NotServing, await CheckAsync(serving, ""));
        Assert.IsFalse(next.IsCompleted);
        serving.Health.Stop();

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => next.Within());
        Assert.AreEqual(ChatStatus.Stopping, e.Status);
    }

    [TestMethod]
    public async Task Health_WhileNewCallsAreRefused_IsToldAllTheSame()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());
        serving.Health.Stop();
        serving.Server.RefuseNewCalls(ChatStatus.Stopping);

        Assert.AreEqual(ServingStatus.NotServing, await CheckAsync(serving, ""));
        using AsyncServerStreamingCall<HealthCheckResponse> call = Watch(serving, "");
        Assert.AreEqual(ServingStatus.NotServing, await ReadAsync(call));
        await EndsAsync(call);
    }

    [TestMethod]
    public async Task Watch_ThatIsSlowToRead_IsToldTheStateOfThen()
    {
        var journal = new FixedJournal(new JournalUnavailableException("Of the test."));
        using var health = new ServerHealth(journal);
        using var stream = new SlowWatcher();
        Task telling = new HealthService(health, []).TellAsync("", stream, CancellationToken.None);
        Assert.AreEqual(ServingStatus.Serving, await stream.TakeAsync());

        // Nine changes, of which the last is that it does not serve.
        for (int i = 0; i < 9; i++)
        {
            journal.CanWrite = !journal.CanWrite;
        }

        stream.Release();
        Assert.AreEqual(ServingStatus.NotServing, await stream.TakeAsync());
        health.Stop();
        stream.Release();

        await Assert.ThrowsExactlyAsync<RpcException>(() => telling).Within();
        Assert.AreEqual(2, stream.Count);
    }

    [TestMethod]
    public async Task Watch_WhoseClientLeaves_IsServedNoMore()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());
        using (AsyncServerStreamingCall<HealthCheckResponse> call = Watch(serving, ""))
        {
            await ReadAsync(call);
        }

        await serving.WhenIdleAsync().Within();
    }

    private static async Task<ServingStatus> CheckAsync(Serving serving, string service)
    {
        var method = new Method<HealthCheckRequest, HealthCheckResponse>(HealthService.Contract, "Check");
        HealthCheckResponse response = await serving.Channel.UnaryCallAsync(method, new HealthCheckRequest { Service = service }).Within();
        return response.Status;
    }

    private static AsyncServerStreamingCall<HealthCheckResponse> Watch(Serving serving, string service) => serving.Channel.ServerStreamingCall(
        new Method<HealthCheckRequest, HealthCheckResponse>(HealthService.Contract, "Watch"), new HealthCheckRequest { Service = service });

    private static async Task<ServingStatus> ReadAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        Assert.IsTrue(await call.ResponseStream.MoveNext(CancellationToken.None).Within());
        return call.ResponseStream.Current.Status;
    }

    private static async Task EndsAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).Within());
        Assert.AreEqual(ChatStatus.Stopping, e.Status);
    }
}
