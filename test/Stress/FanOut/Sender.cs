namespace Messenger.Stress;

/// <summary>Publishes, and keeps for each text the number it got and the readings of the clock around it.</summary>
internal sealed class Sender(int id, IFanOut fanOut, LogicalClock clock, Random choices)
{
    private const int LargestBatch = 4;
    private readonly List<Post> _posts = [];

    public IReadOnlyList<Post> Posts => _posts;

    public async Task SendAsync(int count)
    {
        int left = count;
        while (left > 0)
        {
            string[] texts = new string[Math.Min(left, choices.Next(1, LargestBatch + 1))];
            for (int i = 0; i < texts.Length; i++)
            {
                texts[i] = $"{id}/{_posts.Count + i + 1}";
            }

            Publish(texts);
            left -= texts.Length;

            // To the end of the pool's queue, so that readers come between, however few cores there are.
            if (choices.Next(3) == 0)
            {
                await Task.Yield();
            }
        }
    }

    private void Publish(string[] texts)
    {
        long started = clock.Read();
        long first = fanOut.Publish(texts);
        long completed = clock.Read();
        for (int i = 0; i < texts.Length; i++)
        {
            _posts.Add(new Post(texts[i], first + i, started, completed));
        }
    }
}
