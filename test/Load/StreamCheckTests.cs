using Messenger.Load.Checking;

namespace Messenger.Load.Tests;

/// <summary>Streams that read in random turns: how far one is ahead of another one must not matter to what is found.</summary>
[TestClass]
public sealed class StreamCheckTests
{
    private const int Rounds = 300;

    private readonly Random _random = new(Seed.Next());

    [TestMethod]
    public void Verdict_OnSoundStreams_IsSoundHoweverTheyAreReadAndOpened()
    {
        for (int round = 0; round < Rounds; round++)
        {
            var chat = new CheckedChat(_random, lateStreams: _random.Next(3));

            chat.Play();

            Assert.AreEqual("", chat.Broken());
        }
    }

    [TestMethod]
    [DataRow(Rule.NothingLost)]
    [DataRow(Rule.NothingTwice)]
    [DataRow(Rule.SameOrder)]
    [DataRow(Rule.OneSendTime)]
    public void Verdict_OnOneStreamWithADefect_NamesItsRuleHoweverTheyAreRead(Rule rule)
    {
        for (int round = 0; round < Rounds; round++)
        {
            var chat = new CheckedChat(_random, lateStreams: 0);
            chat.Damage(rule);

            chat.Play();

            Assert.AreEqual(rule.ToString(), chat.Broken());
        }
    }

    [TestMethod]
    public void Verdict_OnAStreamThatWasOpenedLateAndLosesItsFirst_NamesTheLoss()
    {
        for (int round = 0; round < Rounds; round++)
        {
            var chat = new CheckedChat(_random, lateStreams: 1);
            chat.LoseFirstOfLast();

            chat.Play();

            Assert.AreEqual(nameof(Rule.NothingLost), chat.Broken());
        }
    }

    [TestMethod]
    public void Passed_OfStreamsThatHaveEverything_LetsTheMemoryGo()
    {
        var chat = new CheckedChat(_random, lateStreams: 0, messages: 3 * ChunkedArray<Sent>.ChunkLength);

        chat.Play();
        chat.Retire();

        Assert.AreEqual(3 * ChunkedArray<Sent>.ChunkLength, chat.Ledger.First);
        Assert.AreEqual("", chat.Broken());
    }

    [TestMethod]
    public void Receive_OfAMessageWhoseMemoryWasGivenBack_IsARepetition()
    {
        var chat = new CheckedChat(_random, lateStreams: 0, messages: ChunkedArray<Sent>.ChunkLength);
        chat.Play();
        chat.Retire();

        chat.Repeat(17);

        Assert.AreEqual(nameof(Rule.NothingTwice), chat.Broken());
    }
}
