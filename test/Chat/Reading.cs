namespace Messenger.Chat.Tests;

internal static class Reading
{
    /// <summary>The numbers of what a reader delivers until it has delivered so many messages or more; fewer, if it ends.</summary>
    public static async Task<long[]> ReadSequencesAsync(this RoomReader reader, int count)
    {
        List<long> sequences = [];
        while (sequences.Count < count && await reader.ReadAsync().Within() is { IsEmpty: false } messages)
        {
            sequences.AddRange(messages.ToArray().Select(message => message.Sequence));
        }

        return [.. sequences];
    }

    /// <summary>The numbers of what a reader delivers until it ends.</summary>
    public static Task<long[]> ReadSequencesToEndAsync(this RoomReader reader) => reader.ReadSequencesAsync(int.MaxValue);

    public static long[] Numbers(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(i => (long)i)];
}
