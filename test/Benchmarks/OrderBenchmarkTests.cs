namespace Messenger.Benchmarks;

[TestClass]
public sealed class OrderBenchmarkTests
{
    [TestMethod]
    [DataRow(Defect.SwapsForOneReader, "The order differs")]
    [DataRow(Defect.SwapsForAllReaders, "A sender's order was not kept")]
    [DataRow(Defect.LosesForOneReader, "A reader missed messages")]
    [DataRow(Defect.LosesForAllReaders, "A reader missed messages")]
    [DataRow(Defect.RepeatsForOneReader, "A reader got more")]
    public async Task Round_OfABrokenTwin_Fails(Defect defect, string reason)
    {
        var violation = await Assert.ThrowsExactlyAsync<OrderViolationException>(() => RunAsync(new BrokenFanOut(defect), readers: 3));

        StringAssert.Contains(violation.Message, reason, StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Round_OfTheTwinWithoutADefect_Passes() => await RunAsync(new BrokenFanOut(Defect.None), readers: 3);

    [TestMethod]
    public async Task Round_OfALoneReaderThatGetsAMessageTwice_Fails() =>
        await Assert.ThrowsExactlyAsync<OrderViolationException>(() => RunAsync(new BrokenFanOut(Defect.RepeatsForOneReader), readers: 1));

    [TestMethod]
    public async Task Rounds_OfTheHub_Pass() => await RunAsync(new HubFanOut<OrderedMessage>(), readers: 3);

    [TestMethod]
    public async Task Rounds_OfTheChannels_Pass() => await RunAsync(new ChannelFanOut<OrderedMessage>(), readers: 3);

    private static Task RunAsync(IFanOut<OrderedMessage> fanOut, int readers) => Task.Run(() =>
    {
        var benchmark = new OrderBenchmark { Senders = 4, Readers = readers };
        benchmark.SetUp(fanOut);
        try
        {
            for (int round = 0; round < 3; round++)
            {
                benchmark.SendAndVerify();
            }
        }
        finally
        {
            benchmark.CleanUp();
        }
    }).Within();
}
