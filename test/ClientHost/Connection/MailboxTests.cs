using System.Globalization;
using Messenger.ClientHost.Connection;

namespace Messenger.ClientHost.Tests.Connection;

[TestClass]
public sealed class MailboxTests
{
    [TestMethod]
    public void Flush_OfAnEmptyMailbox_IsEmpty()
    {
        var mailbox = new Mailbox(TestSettings.Mailbox());

        FlushedMessages flushed = mailbox.Flush();

        Assert.IsEmpty(flushed.Messages);
        Assert.AreEqual(0, flushed.Dropped);
    }

    [TestMethod]
    public void Flush_AfterAdds_HasThemInOrderAndOnce()
    {
        var mailbox = new Mailbox(TestSettings.Mailbox());
        Add(mailbox, 1, 2, 3);

        FlushedMessages first = mailbox.Flush();
        Add(mailbox, 4);
        FlushedMessages second = mailbox.Flush();

        Holds(first, 1, 2, 3);
        Holds(second, 4);
    }

    [TestMethod]
    public void Add_BeyondTheCount_DropsTheOldestAndTheNextFlushSaysHowMany()
    {
        var mailbox = new Mailbox(TestSettings.Mailbox(messages: 3));
        Add(mailbox, 1, 2, 3, 4, 5);

        FlushedMessages flushed = mailbox.Flush();

        Holds(flushed, 3, 4, 5);
        Assert.AreEqual(2, flushed.Dropped);
        Assert.AreEqual(0, mailbox.Flush().Dropped);
    }

    [TestMethod]
    public void Add_BeyondTheBytes_DropsTheOldest()
    {
        int size = Message(1).Size;
        var mailbox = new Mailbox(TestSettings.Mailbox(bytes: (2 * size) + 1));
        Add(mailbox, 1, 2, 3);

        FlushedMessages flushed = mailbox.Flush();

        Holds(flushed, 2, 3);
        Assert.AreEqual(1, flushed.Dropped);
    }

    [TestMethod]
    public void Add_ExactlyTheBytes_DropsNothing()
    {
        var mailbox = new Mailbox(TestSettings.Mailbox(bytes: 2 * Message(1).Size));
        Add(mailbox, 1, 2);

        Assert.AreEqual(0, mailbox.Flush().Dropped);
    }

    [TestMethod]
    public void Add_OfALongMessage_DropsAsManyAsItNeeds()
    {
        var mailbox = new Mailbox(TestSettings.Mailbox(bytes: 10 * Message(1).Size));
        Add(mailbox, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        mailbox.Add(Message(10) with { Author = new string('a', 4 * Message(1).Size / sizeof(char)) });

        FlushedMessages flushed = mailbox.Flush();

        Holds(flushed, 5, 6, 7, 8, 9, 10);
        Assert.AreEqual(4, flushed.Dropped);
    }

    [TestMethod]
    public void Add_OfAMessageThatFillsTheMailboxAlone_KeepsThatOne()
    {
        var mailbox = new Mailbox(TestSettings.Mailbox(bytes: 1));
        Add(mailbox, 1, 2);

        FlushedMessages flushed = mailbox.Flush();

        Holds(flushed, 2);
        Assert.AreEqual(1, flushed.Dropped);
    }

    [TestMethod]
    public void Add_AfterAFlush_HasTheWholeRoomAgain()
    {
        var mailbox = new Mailbox(TestSettings.Mailbox(messages: 2, bytes: 2 * Message(1).Size));
        Add(mailbox, 1, 2);
        mailbox.Flush();
        Add(mailbox, 3, 4);

        FlushedMessages flushed = mailbox.Flush();

        Holds(flushed, 3, 4);
        Assert.AreEqual(0, flushed.Dropped);
    }

    [TestMethod]
    public void AddGap_OfSeveral_IsInTheNextFlushAndTheFirstCounts()
    {
        var mailbox = new Mailbox(TestSettings.Mailbox());
        Assert.IsNull(mailbox.Flush().GapAfter);
        mailbox.AddGap(new SendTime(1, 1));
        mailbox.AddGap(new SendTime(2, 1));

        Assert.AreEqual(new SendTime(1, 1), mailbox.Flush().GapAfter);
        Assert.IsNull(mailbox.Flush().GapAfter);
    }

    [TestMethod]
    [DataRow(100_000)]
    [DataRow(3)]
    public async Task Flush_ByManyAtATime_HasEachMessageInExactlyOne(int capacity)
    {
        const int Count = 50_000;
        var mailbox = new Mailbox(TestSettings.Mailbox(capacity, long.MaxValue));
        using var added = new CancellationTokenSource();
        Task<List<FlushedMessages>>[] flushers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => FlushUntil(mailbox, added.Token)))];

        await Task.Run(() => Add(mailbox, [.. Enumerable.Range(1, Count)])).Within();
        await added.CancelAsync();
        FlushedMessages[] flushes = [.. (await Task.WhenAll(flushers).Within()).SelectMany(flushed => flushed), mailbox.Flush()];

        int[] numbers = [.. flushes.SelectMany(Numbers)];
        Assert.AreEqual(numbers.Length, numbers.Distinct().Count());
        Assert.AreEqual(Count, numbers.Length + flushes.Sum(flushed => flushed.Dropped));
        foreach (FlushedMessages flushed in flushes)
        {
            CollectionAssert.AreEqual(Numbers(flushed).Order().ToArray(), Numbers(flushed));
        }
    }

    private static List<FlushedMessages> FlushUntil(Mailbox mailbox, CancellationToken end)
    {
        List<FlushedMessages> flushes = [];
        while (!end.IsCancellationRequested)
        {
            flushes.Add(mailbox.Flush());
        }

        return flushes;
    }

    private static void Add(Mailbox mailbox, params int[] numbers)
    {
        foreach (int number in numbers)
        {
            mailbox.Add(Message(number));
        }
    }

    private static void Holds(FlushedMessages flushed, params int[] numbers) => CollectionAssert.AreEqual(numbers, Numbers(flushed));

    private static int[] Numbers(FlushedMessages flushed) =>
        [.. flushed.Messages.Select(message => int.Parse(message.Text, CultureInfo.InvariantCulture))];

    private static ReceivedMessage Message(int number) => new("Alice", number.ToString("D6", CultureInfo.InvariantCulture), new SendTime(number, 0));
}
