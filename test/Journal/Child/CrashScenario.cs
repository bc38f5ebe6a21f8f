namespace Messenger.Journal.Tests;

/// <summary>
/// Kills journals on one file in the midst of load, and holds what is in the file against what they had acknowledged. What they had not is
/// sent again, with its idempotency key.
/// </summary>
internal sealed class CrashScenario(string path, bool acknowledgesEarly, int seed)
{
    private const int LongestLife = 200;
    private const int ShortTexts = 400;

    // With these, a life has some checkpoints.
    private const int LongTexts = 60_000;

    private readonly Random _choices = new(seed);
    private readonly List<string> _createdRooms = [];

    // By the head of the text, which says the rest of it.
    private readonly Dictionary<string, JournalEntry> _keptByText = [];

    // What was sent and not acknowledged, by the same.
    private readonly Dictionary<string, (string Room, string Author)> _unknown = [];

    // What was found already, by room: it may not change any more.
    private readonly Dictionary<string, long> _checked = [];
    private readonly HashSet<string> _foundTexts = [];
    private readonly Dictionary<(string Room, string Author), int> _lastOfAuthor = [];
    private long _found;
    private int _retries;
    private int _lives;

    /// <summary>Whether what is sent again has its key; without, it is there twice.</summary>
    public bool RetriesWithKeys { get; init; } = true;

    public List<string> Violations { get; } = [];

    public int Acknowledged => _keptByText.Count;

    public string Summary =>
        $"{_lives} crashes; {_createdRooms.Count} rooms and {_keptByText.Count} messages were acknowledged, {_retries} of them when they were "
        + $"sent again; {_found} messages were found.";

    /// <summary>One life of a journal: opens the file as the last one has left it, or as it was found, and is killed at a random moment.</summary>
    public async Task CrashAsync()
    {
        int life = ++_lives;
        int enough = _choices.Next(1, LongestLife);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int count = 0;
        await using JournalProcess process = await JournalProcess.OpenAsync(path, line =>
        {
            string[] words = line.Split(' ', 2);
            switch (words[0])
            {
                case "created":
                    _createdRooms.Add(words[1]);
                    break;
                case "sending":
                    string[] sent = words[1].Split(' ');
                    _unknown.Add(sent[2], (sent[0], sent[1]));
                    break;
                case "kept":
                    JournalEntry entry = JournalProcess.Entry(words[1]);
                    _keptByText.Add(entry.Text, entry);
                    _unknown.Remove(entry.Text);
                    if (++count == enough)
                    {
                        reached.TrySetResult();
                    }

                    break;
            }
        });
        int longest = _choices.Next(3) == 0 ? LongTexts : ShortTexts;
        process.Tell($"load {life} {longest} {(acknowledgesEarly ? "early" : "late")}");
        await reached.Task.Within();
        Thread.SpinWait(_choices.Next(100_000));
        await process.KillAsync();

        // Sometimes it is the next one that finds what the crash has left.
        if (_choices.Next(3) != 0)
        {
            await CheckAsync();
        }
    }

    /// <summary>Checks everything from the beginning, as if nothing had been found yet.</summary>
    public Task CheckAllAsync()
    {
        _checked.Clear();
        _foundTexts.Clear();
        _lastOfAuthor.Clear();
        _found = 0;
        return CheckAsync();
    }

    private async Task CheckAsync()
    {
        await using IJournal journal = SqliteStore.Create(path);
        await journal.OpenAsync(_ => { }).Within();
        IReadOnlyList<JournalRoom> rooms = await journal.ReadRoomsAsync().Within();
        CheckRooms(rooms);
        foreach (JournalRoom room in rooms)
        {
            await CheckAsync(journal, room.Id);
        }

        foreach (string text in _keptByText.Keys.Where(text => !_foundTexts.Contains(text)))
        {
            Violations.Add($"'{text}' is lost.");
        }

        await RetryAsync(journal);
    }

    private async Task RetryAsync(IJournal journal)
    {
        foreach ((string head, (string room, string author)) in _unknown)
        {
            JournalEntry entry = await AppendAgainAsync(journal, room, author, head);
            bool wasKept = entry.Sequence <= _checked.GetValueOrDefault(room);
            if (wasKept != _foundTexts.Contains(head))
            {
                Violations.Add($"{entry} was {(wasKept ? "not kept" : "kept")} before it was sent again.");
            }

            _keptByText.Add(head, entry);
            _retries++;
        }

        _unknown.Clear();
        foreach (JournalEntry kept in _keptByText.Values.TakeLast(5).Where(kept => kept.Sequence != 0).ToArray())
        {
            JournalEntry again = await AppendAgainAsync(journal, kept.RoomId, kept.Author, kept.Text);
            if (again != kept)
            {
                Violations.Add($"{kept} was answered as {again} when it was sent again.");
            }
        }
    }

    private async Task<JournalEntry> AppendAgainAsync(IJournal journal, string room, string author, string head)
    {
        string text = head + new string('x', LengthOf(head));
        JournalEntry entry = await journal.AppendAsync(room, author, text, RetriesWithKeys ? head : null).Within();
        return entry with { Text = head };
    }

    private static int LengthOf(string head) => int.Parse(head.Split('/')[3], null);

    private void CheckRooms(IReadOnlyList<JournalRoom> rooms)
    {
        if (rooms.DistinctBy(room => room.Id).Count() != rooms.Count)
        {
            Violations.Add("A room is there twice.");
        }

        // Besides those that were acknowledged, of each life one more can be there.
        HashSet<string> created = [.. _createdRooms];
        string[] found = [.. rooms.Select(room => room.Id).Where(created.Contains)];
        if (!found.SequenceEqual(_createdRooms))
        {
            string missing = string.Join(", ", _createdRooms.Except(found));
            Violations.Add($"Of the rooms, '{missing}' is lost, or they are not in their order.");
        }

        if (rooms.Count > _createdRooms.Count + _lives)
        {
            Violations.Add($"There are {rooms.Count} rooms, and {_createdRooms.Count} were created.");
        }
    }

    private async Task CheckAsync(IJournal journal, string roomId)
    {
        long next = _checked.GetValueOrDefault(roomId) + 1;
        long lastTime = 0;
        JournalPage page;
        do
        {
            page = await journal.ReadAfterAsync(roomId, next - 1).Within();
            foreach (JournalEntry entry in page.Entries)
            {
                if (entry.Sequence != next++ || entry.SendTime <= lastTime)
                {
                    Violations.Add($"{entry.RoomId} {entry.Sequence} has not the number {next - 1}, or not a later time than {lastTime}.");
                }

                lastTime = entry.SendTime;
                Check(entry);
            }
        }
        while (page.HasMore);
        _checked[roomId] = next - 1;
    }

    private void Check(JournalEntry entry)
    {
        _found++;
        string head = entry.Text[..(entry.Text.LastIndexOf('/') + 1)];
        string[] parts = head.Split('/');
        JournalEntry shown = entry with { Text = head };
        if (entry.Text != head + new string('x', LengthOf(head)))
        {
            Violations.Add($"{shown} is not what was sent.");
        }

        if (!_foundTexts.Add(head))
        {
            Violations.Add($"{shown} is there twice.");
        }

        if (_keptByText.TryGetValue(head, out JournalEntry? kept) && kept.Sequence != 0 && kept != shown)
        {
            Violations.Add($"{shown} was acknowledged as {kept}.");
        }

        // A text is its author's number of it, after the author's own.
        int number = int.Parse(parts[2], null);
        if (entry.Author != "creator")
        {
            if (number <= _lastOfAuthor.GetValueOrDefault((entry.RoomId, entry.Author)))
            {
                Violations.Add($"{shown} is not in its author's order.");
            }

            _lastOfAuthor[(entry.RoomId, entry.Author)] = number;
        }
    }
}
