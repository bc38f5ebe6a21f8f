namespace Messenger.Stress;

/// <summary>Everything that was sent, by its number: the truth that readers are held against.</summary>
internal sealed class History
{
    private readonly Post?[] _posts;

    // Of the posts before, and from, an index: what a reader that opens there is held against.
    private readonly long[] _latestStartBefore;
    private readonly long[] _earliestCompletionFrom;

    /// <summary>Puts the posts in order, and finds out whether that order is one that they may have.</summary>
    public History(IReadOnlyCollection<Post> posts, Findings findings)
    {
        _posts = new Post?[posts.Count];
        foreach (Post post in posts)
        {
            Place(post, findings);
        }

        _latestStartBefore = new long[posts.Count + 1];
        _earliestCompletionFrom = new long[posts.Count + 1];
        _earliestCompletionFrom[posts.Count] = long.MaxValue;
        for (int i = 0; i < posts.Count; i++)
        {
            _latestStartBefore[i + 1] = Math.Max(_latestStartBefore[i], _posts[i]?.Started ?? 0);
            int fromEnd = posts.Count - 1 - i;
            _earliestCompletionFrom[fromEnd] = Math.Min(_earliestCompletionFrom[fromEnd + 1], _posts[fromEnd]?.Completed ?? long.MaxValue);
        }

        CheckOrder(findings);
    }

    public long Last => _posts.Length;

    public string? TextOf(long sequence) => sequence >= 1 && sequence <= Last ? _posts[sequence - 1]?.Text : null;

    /// <summary>The latest reading of the clock at which a post below this number began; 0 if there is none.</summary>
    public long LatestStartBefore(long sequence) => _latestStartBefore[Index(sequence)];

    /// <summary>The earliest reading of the clock at which a post from this number on was complete.</summary>
    public long EarliestCompletionFrom(long sequence) => _earliestCompletionFrom[Index(sequence)];

    private long Index(long sequence) => Math.Clamp(sequence - 1, 0, Last);

    private void Place(Post post, Findings findings)
    {
        if (post.Sequence < 1 || post.Sequence > Last)
        {
            findings.Add(Rule.ContiguousSequences, $"'{post.Text}' got the number {post.Sequence} of {Last}.");
        }
        else if (_posts[post.Sequence - 1] is { } other)
        {
            findings.Add(Rule.ContiguousSequences, $"'{post.Text}' and '{other.Text}' both got the number {post.Sequence}.");
        }
        else
        {
            _posts[post.Sequence - 1] = post;
        }
    }

    private void CheckOrder(Findings findings)
    {
        for (int i = 0; i < _posts.Length; i++)
        {
            if (_posts[i] is { } post && post.Completed < _latestStartBefore[i])
            {
                findings.Add(
                    Rule.CompletedBeforeComesFirst,
                    $"'{post.Text}' was complete at {post.Completed}, and has {post.Sequence}; one that began later has a lower number.");
            }
        }
    }
}
