using Messenger.ClientHost.Connection;

namespace Messenger.ClientHost.Tests.Connection;

[TestClass]
public sealed class ReceptionTests
{
    private readonly Reception _reception = new();

    [TestMethod]
    public void WhenOpen_BeforeTheStreamIsOpen_Waits()
    {
        Assert.IsFalse(_reception.WhenOpenAsync().IsCompleted);
    }

    [TestMethod]
    public async Task WhenOpen_WhileItWaits_CompletesWithTheOpening()
    {
        Task waiting = _reception.WhenOpenAsync();

        _reception.Open();

        await waiting.Within();
        Assert.IsTrue(_reception.WhenOpenAsync().IsCompletedSuccessfully);
    }

    [TestMethod]
    public void WhenOpen_AfterAClose_WaitsForTheNextOpening()
    {
        _reception.Open();
        _reception.Close();
        Task waiting = _reception.WhenOpenAsync();
        Assert.IsFalse(waiting.IsCompleted);

        _reception.Open();

        Assert.IsTrue(waiting.IsCompletedSuccessfully);
    }

    [TestMethod]
    public void WhenOpen_OverAnAttemptThatFailed_GoesOnWaiting()
    {
        Task waiting = _reception.WhenOpenAsync();

        _reception.Close();
        Assert.IsFalse(waiting.IsCompleted);
        _reception.Open();

        Assert.IsTrue(waiting.IsCompletedSuccessfully);
    }

    [TestMethod]
    public void IsOpen_OfAStreamThatEndsAndCanBeResumed_IsFalseUntilTheNextIsOpen()
    {
        Assert.IsFalse(_reception.IsOpen);
        _reception.Open();
        Assert.IsTrue(_reception.IsOpen);

        _reception.End();

        Assert.IsFalse(_reception.IsOpen);
        Assert.IsTrue(_reception.WhenOpenAsync().IsCompletedSuccessfully, "Senders need not wait for the next.");
        _reception.Open();
        Assert.IsTrue(_reception.IsOpen);
    }

    [TestMethod]
    public void Open_ASecondTime_ChangesNothing()
    {
        _reception.Open();
        _reception.Receive(Time(5));

        _reception.Open();

        Assert.IsTrue(_reception.WhenOpenAsync().IsCompletedSuccessfully);
        Assert.IsTrue(_reception.WhenReceivedAsync(Time(5)).IsCompletedSuccessfully);
    }

    [TestMethod]
    public void WhenReceived_WithoutAStream_DoesNotWait()
    {
        Assert.IsTrue(_reception.WhenReceivedAsync(Time(5)).IsCompletedSuccessfully);
    }

    [TestMethod]
    [DataRow(5L)]
    [DataRow(6L)]
    public void WhenReceived_OfWhatCameAlready_DoesNotWait(long received)
    {
        _reception.Open();
        _reception.Receive(Time(received));

        Assert.IsTrue(_reception.WhenReceivedAsync(Time(5)).IsCompletedSuccessfully);
    }

    [TestMethod]
    [DataRow(5L)]
    [DataRow(6L)]
    public async Task WhenReceived_WhileItWaits_CompletesWithThatTimeOrALater(long received)
    {
        _reception.Open();
        _reception.Receive(Time(3));
        Task waiting = _reception.WhenReceivedAsync(Time(5));

        _reception.Receive(Time(4));
        Assert.IsFalse(waiting.IsCompleted);
        _reception.Receive(Time(received));

        await waiting.Within();
    }

    [TestMethod]
    public async Task WhenReceived_OfSeveralTimes_CompletesEachInItsTurn()
    {
        _reception.Open();
        Task third = _reception.WhenReceivedAsync(Time(3));
        Task first = _reception.WhenReceivedAsync(Time(1));
        Task second = _reception.WhenReceivedAsync(Time(2));
        Task secondAgain = _reception.WhenReceivedAsync(Time(2));

        _reception.Receive(Time(2));

        await Task.WhenAll(first, second, secondAgain).Within();
        Assert.IsFalse(third.IsCompleted);
    }

    [TestMethod]
    public async Task WhenReceived_WhenTheWaiterGivesUp_EndsAloneAndIsForgotten()
    {
        using var giveUp = new CancellationTokenSource();
        _reception.Open();
        Task first = _reception.WhenReceivedAsync(Time(1), giveUp.Token);
        Task second = _reception.WhenReceivedAsync(Time(1));

        await giveUp.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => first).Within();
        _reception.Receive(Time(1));
        await second.Within();
    }

    [TestMethod]
    public void WhenReceived_WhereAServersTimesStepBack_StillKnowsTheLatest()
    {
        _reception.Open();
        _reception.Receive(Time(6));
        _reception.Receive(Time(4));

        Assert.IsTrue(_reception.WhenReceivedAsync(Time(5)).IsCompletedSuccessfully);
    }

    [TestMethod]
    public async Task WhenReceived_WhileItWaits_CompletesWhenTheStreamEnds()
    {
        _reception.Open();
        Task waiting = _reception.WhenReceivedAsync(Time(5));

        _reception.Close();

        await waiting.Within();
    }

    [TestMethod]
    public void WhenReceived_OnTheNextStream_DoesNotCountTheOneBefore()
    {
        _reception.Open();
        _reception.Receive(Time(9));
        _reception.Close();
        _reception.Open();

        Assert.IsFalse(_reception.WhenReceivedAsync(Time(5)).IsCompleted);
    }

    private static SendTime Time(long seconds) => new(seconds, 0);
}
