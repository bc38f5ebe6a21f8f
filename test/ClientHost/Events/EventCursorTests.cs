using Messenger.ClientHost.Events;

namespace Messenger.ClientHost.Tests.Events;

[TestClass]
public sealed class EventCursorTests
{
    [TestMethod]
    [DataRow("shared", 0L, "journal")]
    [DataRow("0f8fad5b-d9cb-469f-a165-70867728950e", 17L, "7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    [DataRow("a/b@c", long.MaxValue, "j")]
    [DataRow("комната", 1L, "a journal")]
    public void TryParse_OfWhatToStringWrites_ReadsIt(string room, long sequence, string journal)
    {
        var cursor = new EventCursor(room, sequence, journal);

        Assert.IsTrue(EventCursor.TryParse(cursor.ToString(), out EventCursor read));

        Assert.AreEqual(cursor, read);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("17")]
    [DataRow("shared")]
    [DataRow("shared/17")]
    [DataRow("shared@journal")]
    [DataRow("shared/17@")]
    [DataRow("shared/@journal")]
    [DataRow("/17@journal")]
    [DataRow("shared/-1@journal")]
    [DataRow("shared/+1@journal")]
    [DataRow("shared/ 1@journal")]
    [DataRow("shared/1.0@journal")]
    [DataRow("shared/9223372036854775808@journal")]
    public void TryParse_OfAnythingElse_IsFalse(string text) => Assert.IsFalse(EventCursor.TryParse(text, out _));

    [TestMethod]
    public void TryParse_OfMangledCursors_NeverFailsAndReadsOnlyWhatItWouldWrite() => Fuzz.Try(2000, random =>
    {
        string text = random.Next(2) == 0
            ? random.Text(30)
            : System.Text.Encoding.UTF8.GetString(random.Mangle("shared/17@7c9e6679"u8.ToArray()));

        if (EventCursor.TryParse(text, out EventCursor cursor))
        {
            Assert.IsTrue(EventCursor.TryParse(cursor.ToString(), out EventCursor again));
            Assert.AreEqual(cursor, again);
        }
    });
}
