using Messenger.Grpc;

namespace Messenger.ServerHost.Tests;

/// <summary>Who gets a share of the replies' memory, and when.</summary>
[TestClass]
public sealed class HistoryBudgetTests
{
    [TestMethod]
    public async Task Take_WhileThereIsEnough_WaitsForNothing()
    {
        var budget = new HistoryBudget(new HistoryOptions { Bytes = 10, Waiting = 0 });

        using HistoryShare first = await budget.TakeAsync(6, CancellationToken.None).Within();
        using HistoryShare second = await budget.TakeAsync(4, CancellationToken.None).Within();
    }

    [TestMethod]
    public async Task Take_OfMoreThanThereIsAtAll_TakesAllOfIt()
    {
        var budget = new HistoryBudget(new HistoryOptions { Bytes = 10 });
        HistoryShare all = await budget.TakeAsync(1000, CancellationToken.None).Within();
        Task<HistoryShare> next = budget.TakeAsync(1, CancellationToken.None);
        Assert.IsFalse(next.IsCompleted);

        all.Dispose();

        (await next.Within()).Dispose();
        (await budget.TakeAsync(10, CancellationToken.None).Within()).Dispose();
    }

    [TestMethod]
    public async Task Take_ThatFindsTooLittle_WaitsAndIsNotOvertaken()
    {
        var budget = new HistoryBudget(new HistoryOptions { Bytes = 10 });
        HistoryShare first = await budget.TakeAsync(6, CancellationToken.None).Within();
        Task<HistoryShare> large = budget.TakeAsync(8, CancellationToken.None);
        Task<HistoryShare> small = budget.TakeAsync(4, CancellationToken.None);
        Assert.IsFalse(large.IsCompleted || small.IsCompleted);

        first.Dispose();

        HistoryShare second = await large.Within();
        Assert.IsFalse(small.IsCompleted);
        second.Dispose();
        (await small.Within()).Dispose();
    }

    [TestMethod]
    public async Task Take_ThatIsGivenUp_LetsThoseBehindItPass()
    {
        using var cancelled = new CancellationTokenSource();
        var budget = new HistoryBudget(new HistoryOptions { Bytes = 10 });
        using HistoryShare first = await budget.TakeAsync(6, CancellationToken.None).Within();
        Task<HistoryShare> large = budget.TakeAsync(8, cancelled.Token);
        Task<HistoryShare> small = budget.TakeAsync(4, CancellationToken.None);

        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => large).Within();
        (await small.Within()).Dispose();
    }

    [TestMethod]
    public async Task Take_WhenTooManyWait_IsResourceExhaustedAndSaysByWhat()
    {
        var budget = new HistoryBudget(new HistoryOptions { Bytes = 10, Waiting = 2 });
        HistoryShare all = await budget.TakeAsync(10, CancellationToken.None).Within();
        Task<HistoryShare>[] waiting = [budget.TakeAsync(10, CancellationToken.None), budget.TakeAsync(10, CancellationToken.None)];

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => budget.TakeAsync(1, CancellationToken.None)).Within();

        Assert.AreEqual(
            new Status(
                StatusCode.ResourceExhausted,
                "Too many histories are asked for at once: 2 wait already for their share of 10 bytes. Try again later."),
            e.Status);
        all.Dispose();
        (await waiting[0].Within()).Dispose();
        (await waiting[1].Within()).Dispose();
    }

    [TestMethod]
    public async Task Shares_TakenAndGivenUpByMany_AreNeverMoreThanThereIsAndAllComeBack()
    {
        const int Bytes = 1000;
        int seed = Seed.Next();
        var budget = new HistoryBudget(new HistoryOptions { Bytes = Bytes, Waiting = 1000 });
        long taken = 0;
        long most = 0;

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            var random = new Random(unchecked((seed * 31) + i));
            for (int round = 0; round < 50; round++)
            {
                using var giveUp = new CancellationTokenSource();
                int bytes = random.Next(1, Bytes + 1);
                Task<HistoryShare> share = budget.TakeAsync(bytes, giveUp.Token);
                if (random.Next(4) == 0)
                {
                    await giveUp.CancelAsync();
                }

                try
                {
                    using HistoryShare got = await share;
                    InterlockedMax(ref most, Interlocked.Add(ref taken, bytes));
                    await Task.Yield();
                    Interlocked.Add(ref taken, -bytes);
                }
                catch (OperationCanceledException)
                {
                    Assert.IsTrue(giveUp.IsCancellationRequested);
                }
            }
        }))).Within();

        Assert.IsLessThanOrEqualTo(Bytes, most);
        (await budget.TakeAsync(Bytes, CancellationToken.None).Within()).Dispose();
    }

    private static void InterlockedMax(ref long most, long value)
    {
        long seen = Volatile.Read(ref most);
        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) is var now && now != seen)
        {
            seen = now;
        }
    }
}
