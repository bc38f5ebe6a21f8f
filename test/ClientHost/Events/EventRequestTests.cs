using Messenger.ClientHost.Events;
using Messenger.ClientHost.Http;
using Microsoft.AspNetCore.Http;

namespace Messenger.ClientHost.Tests.Events;

/// <summary>What a request for events may say.</summary>
[TestClass]
public sealed class EventRequestTests
{
    [TestMethod]
    public void Of_NoRoom_IsActivityOnly() => Assert.AreEqual(new EventRequest(null, null), Of(""));

    [TestMethod]
    public void Of_ARoom_BeginsNow() => Assert.AreEqual(new EventRequest("shared", null), Of("?room=shared"));

    [TestMethod]
    public void Of_ASequence_IsOfTheJournalOfNow() =>
        Assert.AreEqual(new EventRequest("shared", new EventCursor("shared", 17, null)), Of("?room=shared&after=17"));

    [TestMethod]
    public void Of_ASequenceAndItsJournal_IsOfThat() =>
        Assert.AreEqual(new EventRequest("shared", new EventCursor("shared", 17, "j")), Of("?room=shared&after=17&journal=j"));

    [TestMethod]
    public void Of_ALastEventId_OutranksTheSequence() =>
        Assert.AreEqual(new EventRequest("shared", new EventCursor("shared", 18, "j")), Of("?room=shared&after=17", "shared/18@j"));

    [TestMethod]
    public void Of_AnEmptyLastEventId_IsNone() => Assert.AreEqual(new EventRequest("shared", null), Of("?room=shared", ""));

    [TestMethod]
    [DataRow("?room=", null, "'room' must be the id of a room.")]
    [DataRow("?room=a%0Ab", null, "'room' must be the id of a room.")]
    [DataRow("?room=a%00b", null, "'room' must be the id of a room.")]
    [DataRow("?room=a&room=b", null, "'room' is there more than once.")]
    [DataRow("?after=1", null, "'after' needs a 'room' that it is a sequence of.")]
    [DataRow("?room=a&journal=j", null, "'journal' is the one that 'after' is of, which is missing.")]
    [DataRow("?room=a&after=1&journal=j&journal=k", null, "'journal' is there more than once.")]
    [DataRow("?room=a&after=", null, "'after' must be the sequence of a message: a number that is 0 or more.")]
    [DataRow("?room=a&after=-1", null, "'after' must be the sequence of a message: a number that is 0 or more.")]
    [DataRow("?room=a&after=x", "a/1@j", "'after' must be the sequence of a message: a number that is 0 or more.")]
    [DataRow("?room=a&after=9223372036854775808", null, "'after' must be the sequence of a message: a number that is 0 or more.")]
    [DataRow("?room=a", "1", "'Last-Event-ID' must be the id of an event: room/sequence@journal.")]
    [DataRow("?room=a", "b/1@j", "'Last-Event-ID' is of another room than 'room'.")]
    [DataRow("", "b/1@j", "'Last-Event-ID' is of another room than 'room'.")]
    public void Of_WhatCannotBe_IsABadRequest(string query, string? lastEventId, string detail)
    {
        ProblemException e = Assert.ThrowsExactly<ProblemException>(() => Of(query, lastEventId));

        Assert.AreEqual(400, e.Status);
        Assert.AreEqual(detail, e.Message);
    }

    private static EventRequest Of(string query, string? lastEventId = null)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        if (lastEventId is not null)
        {
            context.Request.Headers["Last-Event-ID"] = lastEventId;
        }

        return EventRequest.Of(context.Request);
    }
}
