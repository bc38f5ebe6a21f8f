using System.Text;

namespace Messenger.Chaos;

[TestClass]
public sealed class OverheardKeysTests
{
    private readonly OverheardKeys _keys = new();

    [TestMethod]
    public void Take_AKeyThatWasSentTwice_IsTwoAndThenNothing()
    {
        Hear("..idempotency-key\u0003one..idempotency-key\u0003two..");
        Hear("idempotency-key\u0003one");

        Assert.AreEqual(2, _keys.Take("one"));
        Assert.AreEqual(1, _keys.Take("two"));
        Assert.AreEqual(0, _keys.Take("one"));
    }

    [TestMethod]
    [DataRow("idempotency-key", DisplayName = "nothing of it")]
    [DataRow("idempotency-key\u0004one", DisplayName = "all but its last byte")]
    [DataRow("idempotency-ke\u0003one", DisplayName = "without all of its name")]
    public void Take_AKeyOfWhichAPartWasSent_IsNothing(string said)
    {
        Hear(said);

        Assert.AreEqual(0, _keys.Take("one"));
    }

    private void Hear(string said) => _keys.Listen(Encoding.ASCII.GetBytes(said));
}
