using Messenger.Journal;

namespace Messenger.JournalChild;

/// <summary>What is said on the output: lines that end with a full stop of their own, so that one that was cut short is known as such.</summary>
internal static class Line
{
    private static readonly Lock Output = new();
    private static readonly Stream Stream = Console.OpenStandardOutput();

    public static void Write(string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes($"{text} .\n");
        lock (Output)
        {
            Stream.Write(bytes);
            Stream.Flush();
        }
    }

    /// <summary>An entry as five words; no name or text of a test has a blank in it.</summary>
    public static string Of(JournalEntry entry) => $"{entry.RoomId} {entry.Sequence} {entry.SendTime} {entry.Author} {entry.Text}";
}
