using Messenger.Grpc;
using Messenger.Journal;

namespace Messenger.ServerHost.Tests;

/// <summary>Who reads for a history, and when.</summary>
[TestClass]
public sealed class HistoryBudgetTests
{
    private static readonly JournalOptions Pages = new() { PageBytes = 10 };

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(10, 1)]
    [DataRow(19, 1)]
    [DataRow(20, 2)]
    [DataRow(35, 3)]
    public async Task Read_ByAsManyAsThereArePages_WaitsForNothing(int bytes, int pages)
    {
        var budget = new HistoryBudget(new HistoryOptions { Bytes = bytes, Waiting = 0 }, Pages);
        var read = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] reading = [.. Enumerable.Range(0, pages).Select(_ => budget.ReadAsync(() => read.Task, CancellationToken.None))];

        await Assert.ThrowsExactlyAsync<RpcException>(() => budget.ReadAsync(() => read.Task, CancellationToken.None)).Within();

        read.SetResult(1);
        await Task.WhenAll(reading).Within();
    }

    [TestMethod]
    public async Task Read_ThatFails_LetsTheNextRead()
    {
        var budget = new HistoryBudget(new HistoryOptions { Bytes = 10, Waiting = 0 }, Pages);

        await Assert.ThrowsExactlyAsync<InvalidDataException>(
            () => budget.ReadAsync(() => Task.FromException<int>(new InvalidDataException()), CancellationToken.None)).Within();

        Assert.AreEqual(7, await budget.ReadAsync(() => Task.FromResult(7), CancellationToken.None).Within());
    }

    [TestMethod]
    public async Task Read_ThatIsGivenUp_LetsThoseBehindItPass()
    {
        using var cancelled = new CancellationTokenSource();
        var budget = new HistoryBudget(new HistoryOptions { Bytes = 10, Waiting = 2 }, Pages);
        var read = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task first = budget.ReadAsync(() => read.Task, CancellationToken.None);
        Task givenUp = budget.ReadAsync(() => Task.FromResult(2), cancelled.Token);
        Task<int> last = budget.ReadAsync(() => Task.FromResult(3), CancellationToken.None);

        await cancelled.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => givenUp).Within();
        Assert.IsFalse(last.IsCompleted);
        read.SetResult(1);

        await first.Within();
        Assert.AreEqual(3, await last.Within());
    }

    [TestMethod]
    public async Task Read_WhenTooManyWait_IsResourceExhaustedAndSaysByWhat()
    {
        var budget = new HistoryBudget(new HistoryOptions { Bytes = 10, Waiting = 2 }, Pages);
        var read = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] accepted = [.. Enumerable.Range(0, 3).Select(_ => budget.ReadAsync(() => read.Task, CancellationToken.None))];

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(
            () => budget.ReadAsync(() => read.Task, CancellationToken.None)).Within();

        Assert.AreEqual(
            new Status(
                StatusCode.ResourceExhausted,
                "Too many histories are asked for at once: 2 calls wait already for the 10 bytes. Try again later."),
            e.Status);
        read.SetResult(1);
        await Task.WhenAll(accepted).Within();
    }

    [TestMethod]
    public async Task Reads_BegunAndGivenUpByMany_AreNeverMoreThanThereArePagesAndAllComeBack()
    {
        int seed = Seed.Next();
        var budget = new HistoryBudget(new HistoryOptions { Bytes = 30, Waiting = 1000 }, Pages);
        int reading = 0;
        int most = 0;

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            var random = new Random(unchecked((seed * 31) + i));
            for (int round = 0; round < 50; round++)
            {
                using var giveUp = new CancellationTokenSource();
                Task<int> read = budget.ReadAsync(ReadAsync, giveUp.Token);
                if (random.Next(4) == 0)
                {
                    await giveUp.CancelAsync();
                }

                try
                {
                    InterlockedMax(ref most, await read);
                }
                catch (OperationCanceledException)
                {
                    Assert.IsTrue(giveUp.IsCancellationRequested);
                }
            }
        }))).Within();

        Assert.IsInRange(1, 3, most);
        Assert.AreEqual(0, reading);

        async Task<int> ReadAsync()
        {
            int now = Interlocked.Increment(ref reading);
            await Task.Yield();
            Interlocked.Decrement(ref reading);
            return now;
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen = Volatile.Read(ref most);
        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) is var now && now != seen)
        {
            seen = now;
        }
    }
}
