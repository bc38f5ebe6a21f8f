using Messenger.ClientHost.Connection;
using Messenger.Grpc;

namespace Messenger.ClientHost.Tests.Connection;

/// <summary>Where the next stream has to begin.</summary>
[TestClass]
public sealed class StreamCursorTests
{
    private static readonly SendTime Early = new(1_700_000_000, 1);
    private static readonly SendTime Late = new(1_700_000_001, 1);

    [TestMethod]
    public void Request_OfTheFirstStream_AsksForNothing()
    {
        var cursor = new StreamCursor();

        Assert.AreEqual(0, cursor.Request().Count);
        Assert.IsFalse(cursor.IsResuming);
    }

    [TestMethod]
    public void Request_AfterAStreamThatBroughtNothing_GoesOnAtItsPosition()
    {
        var cursor = new StreamCursor();
        cursor.Request();
        cursor.Begin(Headers(Early));

        Metadata request = cursor.Request();

        Assert.AreEqual(Early.ToString(), request.GetValue("messenger-resume-after"));
        Assert.AreEqual("journal", request.GetValue("messenger-journal"));
    }

    [TestMethod]
    public void Begin_OfAStreamThatGoesOn_TellsNoGap()
    {
        var cursor = new StreamCursor();
        cursor.Request();
        cursor.Begin(Headers(Early));
        cursor.Receive(Late);
        cursor.Request();

        Assert.IsNull(cursor.Begin(Headers(Late)));
    }

    [TestMethod]
    public void Begin_AfterACursorThatWasRefused_TellsTheGapAfterTheLastMessage()
    {
        var cursor = new StreamCursor();
        cursor.Request();
        cursor.Begin(Headers(Early));
        cursor.Receive(Late);
        cursor.Forget();
        cursor.Request();

        Assert.AreEqual(Late, cursor.Begin(Headers(Late)));
    }

    [TestMethod]
    public void Identify_OfAStreamThatNeverBegan_IsPassedOver()
    {
        var cursor = new StreamCursor();
        cursor.Request();
        cursor.Begin(Headers(Early));
        cursor.Receive(Early);
        cursor.Forget();
        cursor.Request();

        cursor.Identify(Headers(Late));

        Assert.IsFalse(cursor.CanResume);
        cursor.Request();
        Assert.AreEqual(Early, cursor.Begin(Headers(Late)));
    }

    private static Metadata Headers(SendTime position) => new()
    {
        { "messenger-journal", "journal" },
        { "messenger-position", position.ToString() },
    };
}
