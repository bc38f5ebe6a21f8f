using Messenger.ClientHost.Terminal;

namespace Messenger.ClientHost.Tests.Terminal;

[TestClass]
public sealed class RoomHistoryTests
{
    private readonly RoomHistory _history = new();

    [TestMethod]
    public void Add_OfWhatIsKnown_ChangesNothing()
    {
        Assert.IsTrue(_history.Add(Message(1)));
        Assert.IsTrue(_history.Add(Message(2)));

        Assert.IsFalse(_history.Add(Message(1)));
        Assert.IsFalse(_history.Add(Message(2)));

        Assert.HasCount(2, _history.ToArray());
        Assert.AreEqual(2, _history.LastSequence);
    }

    [TestMethod]
    public void Add_BeyondTheMostMessages_LeavesTheOldestOut()
    {
        for (int i = 1; i <= RoomHistory.MaxMessages; i++)
        {
            _history.Add(Message(i));
        }

        Assert.IsFalse(_history.IsCut);

        _history.Add(Message(RoomHistory.MaxMessages + 1));

        Assert.IsTrue(_history.IsCut);
        Assert.HasCount(RoomHistory.MaxMessages, _history.ToArray());
        Assert.AreEqual(2, _history.ToArray()[0].Sequence);
        Assert.IsTrue(_history.Holds(Message(1)));
    }

    [TestMethod]
    public void Add_BeyondTheMostCharacters_LeavesTheOldestOut()
    {
        _history.Add(Message(1, new string('a', RoomHistory.MaxCharacters / 2)));
        _history.Add(Message(2, new string('b', RoomHistory.MaxCharacters)));

        Assert.IsTrue(_history.IsCut);
        Assert.AreEqual(2, Assert.ContainsSingle(_history.ToArray()).Sequence);
    }

    [TestMethod]
    public void Holds_WithoutNumbers_GoesByTheId()
    {
        _history.Add(new RoomMessage("x", null, 0, "a", "b"));

        Assert.IsNull(_history.LastSequence);
        Assert.IsTrue(_history.Holds(new RoomMessage("x", null, 0, "a", "b")));
        Assert.IsFalse(_history.Holds(new RoomMessage("y", null, 0, "a", "b")));
    }

    [TestMethod]
    public void Clear_OfAHistory_TakesTheSameMessagesAgain()
    {
        _history.Add(Message(1));

        _history.Clear();

        Assert.IsNull(_history.LastSequence);
        Assert.IsTrue(_history.Add(Message(1)));
    }

    [TestMethod]
    public void Lines_OfAMessage_AreAsWritten()
    {
        RoomMessage message = new("x", 1, 1_697_051_234, "Али\nса", "Привет [red]\nвторая\e\r\nтретья");

        CollectionAssert.AreEqual(
            new[] { "[1697051234] Али␊са: Привет [red]", "    вторая␛", "    третья" },
            message.Lines.Select(line => line.ToString()).ToArray());
    }

    private static RoomMessage Message(long sequence, string text = "text") => new($"r/{sequence}", sequence, 0, "a", text);
}
