using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Messenger.ClientHost.Events;
using Messenger.Contracts.Rooms;

namespace Messenger.ClientHost.Tests.Events;

/// <summary>Events as the framework's own parser reads them.</summary>
[TestClass]
public sealed class EventFrameTests
{
    private static readonly EventCursor Cursor = new("shared", 17, "journal");

    [TestMethod]
    public void Message_Always_IsItsJsonUnderItsCursor()
    {
        byte[] frame = EventFrame.Message(Message("Hello, мир 🦊"), Cursor);

        const string Json =
            """{"id":"shared/17","sequence":17,"author":"Alice","text":"Hello, мир 🦊","sendTime":"2025-09-20T10:58:42.665193557Z"}""";
        Assert.AreEqual($"event: message\nid: shared/17@journal\ndata: {Json}\n\n", Encoding.UTF8.GetString(frame));
    }

    [TestMethod]
    public void Message_OfAnyText_IsOneEventWithThatText() => Fuzz.Try(1000, random =>
    {
        string text = random.Text(40);

        (SseItem<string>[] events, string id) = Parse(EventFrame.Message(Message(text), Cursor));

        Assert.HasCount(1, events);
        Assert.AreEqual("message", events[0].EventType);
        Assert.AreEqual(text, JsonDocument.Parse(events[0].Data).RootElement.GetProperty("text").GetString());
        Assert.AreEqual(Cursor.ToString(), id);
    });

    [TestMethod]
    public void Beginning_Always_IsAnIdAndNoEvent()
    {
        (SseItem<string>[] events, string id) = Parse(EventFrame.Beginning(Cursor));

        Assert.IsEmpty(events);
        Assert.AreEqual(Cursor.ToString(), id);
    }

    [TestMethod]
    public void Reset_Always_NamesTheRoomAndWhereItGoesOn()
    {
        (SseItem<string>[] events, string id) = Parse(EventFrame.Reset(Cursor));

        Assert.AreEqual(("reset", """{"room":"shared"}"""), (events.Single().EventType, events.Single().Data));
        Assert.AreEqual(Cursor.ToString(), id);
    }

    [TestMethod]
    public void RoomsReset_Always_NamesNoRoom()
    {
        (SseItem<string>[] events, string id) = Parse(EventFrame.RoomsReset);

        Assert.AreEqual(("reset", """{"room":null}"""), (events.Single().EventType, events.Single().Data));
        Assert.AreEqual("", id);
    }

    [TestMethod]
    public void Activity_Always_IsTheRoomAndItsNewestSequence()
    {
        (SseItem<string>[] events, string id) = Parse(EventFrame.Activity(new ChatRoom { Id = "a", Name = "A \"room\"\n" }, 3));

        Assert.AreEqual("activity", events.Single().EventType);
        Assert.AreEqual("""{"room":{"id":"a","name":"A \"room\"\n"},"newestSequence":3}""", events.Single().Data);
        Assert.AreEqual("", id);
    }

    [TestMethod]
    public void Heartbeat_Always_IsNoEvent() => Assert.IsEmpty(Parse(EventFrame.Heartbeat).Events);

    private static (SseItem<string>[] Events, string LastId) Parse(byte[] frame)
    {
        using var stream = new MemoryStream(frame);
        var parser = SseParser.Create(stream);
        SseItem<string>[] events = [.. parser.Enumerate()];
        return (events, parser.LastEventId);
    }

    private static Message Message(string text) => new()
    {
        Id = "shared/17",
        RoomId = "shared",
        AuthorId = "Alice",
        Content = text,
        Timestamp = 1_758_365_922,
        Sequence = 17,
        SendTime = new() { Seconds = 1_758_365_922, Nanos = 665_193_557 },
    };
}
