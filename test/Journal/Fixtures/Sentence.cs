namespace Messenger.Journal.Tests;

/// <summary>What people are told is one sentence, on one line, with one full stop.</summary>
internal static class Sentence
{
    public static void Check(string message)
    {
        Assert.EndsWith(".", message);
        Assert.IsFalse(message.EndsWith("..", StringComparison.Ordinal), message);
        Assert.IsFalse(message.EndsWith(".'.", StringComparison.Ordinal), message);
        Assert.DoesNotContain("\n", message);
    }
}
