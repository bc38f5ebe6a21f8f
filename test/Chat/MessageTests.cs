using Messenger.Journal;

namespace Messenger.Chat.Tests;

[TestClass]
public sealed class MessageTests
{
    private static readonly JournalEntry Entry = new("room", 7, 1_000_001, "Ann", "Hello");

    [TestMethod]
    public void Message_IsWhatTheJournalKeeps()
    {
        var message = new Message(Entry);

        Assert.AreEqual(
            ("room", 7L, 1_000_001L, "Ann", "Hello"), (message.RoomId, message.Sequence, message.SendTime, message.Author, message.Text));
    }

    [TestMethod]
    public void Frame_AskedForTwice_IsEncodedOnce()
    {
        var message = new Message(Entry);
        List<Message> encoded = [];
        byte[] Encode(Message toEncode)
        {
            encoded.Add(toEncode);
            return [1, 2, 3];
        }

        byte[] first = message.Frame(WireFormat.SharedChat, Encode);
        byte[] second = message.Frame(WireFormat.SharedChat, Encode);

        Assert.AreSame(message, Assert.ContainsSingle(encoded));
        Assert.AreSame(first, second);
        Assert.AreSequenceEqual<byte>([1, 2, 3], first);
    }

    [TestMethod]
    public void Frame_InTwoFormats_IsEncodedInEach()
    {
        var message = new Message(Entry);

        byte[] sharedChat = message.Frame(WireFormat.SharedChat, _ => [1]);
        byte[] rooms = message.Frame(WireFormat.Rooms, _ => [2]);

        Assert.AreSequenceEqual<byte>([1], sharedChat);
        Assert.AreSequenceEqual<byte>([2], rooms);
        Assert.AreSame(rooms, message.Frame(WireFormat.Rooms, _ => [3]));
    }

    [TestMethod]
    public async Task Frame_AskedForByTwoAtTheSameTime_IsTheSameArrayForBoth()
    {
        var message = new Message(Entry);

        // Neither leaves its encoder before both are in it.
        using var encoding = new Barrier(2);
        byte[] Encode(Message _)
        {
            Assert.IsTrue(encoding.SignalAndWait(Patience.Limit));
            return [1, 2, 3];
        }

        Task<byte[]> one = Task.Factory.StartNew(() => message.Frame(WireFormat.SharedChat, Encode), TaskCreationOptions.LongRunning);
        Task<byte[]> other = Task.Factory.StartNew(() => message.Frame(WireFormat.SharedChat, Encode), TaskCreationOptions.LongRunning);

        Assert.AreSame(await one.Within(), await other.Within());
        Assert.AreSame(await one, message.Frame(WireFormat.SharedChat, _ => []));
    }

    [TestMethod]
    public async Task Frame_OfOneMessageWithTwoReaders_IsShared()
    {
        await using House house = await House.OpenAsync();
        using RoomReader one = house.Shared.ReadFromNow();
        using RoomReader other = house.Shared.ReadFromNow();
        await house.PostAsync(1);

        byte[] first = (await one.ReadAsync().Within()).Span[0].Frame(WireFormat.SharedChat, _ => [1]);
        byte[] second = (await other.ReadAsync().Within()).Span[0].Frame(WireFormat.SharedChat, _ => [2]);

        Assert.AreSame(first, second);
    }
}
