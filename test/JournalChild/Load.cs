using Messenger.Journal;

namespace Messenger.JournalChild;

/// <summary>
/// Several senders, each of which says one thing after the other in rooms that it chooses at random, and one who creates rooms. What is
/// acknowledged is said on the output; by a load that acknowledges early, before it is true. So is what is about to be sent, whose head is
/// its idempotency key.
/// </summary>
internal sealed class Load(IJournal journal, int seed, int longest, bool acknowledgesEarly)
{
    private const int Senders = 6;
    private const int RoomsInUse = 5;

    // Replaced by the one who creates rooms.
    private volatile string[] _rooms = [];

    public async Task RunAsync()
    {
        await CreateAsync(0);
        await Task.WhenAll([
            Task.Run(CreateForEverAsync),
            .. Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendForEverAsync(sender))),
        ]);
    }

    private async Task CreateForEverAsync()
    {
        for (int i = 1; ; i++)
        {
            await CreateAsync(i);

            // Far fewer rooms than messages.
            for (int pause = 0; pause < 10; pause++)
            {
                await journal.AppendAsync(_rooms[^1], "creator", $"{seed}/creator-{pause}/{i}/0/");
            }
        }
    }

    private async Task CreateAsync(int number)
    {
        string id = $"{seed}/{number}";
        Task creation = journal.CreateRoomAsync(new JournalRoom(id, id));
        if (!acknowledgesEarly)
        {
            await creation;
        }

        Line.Write($"created {id}");
        await creation;
        _rooms = [.. _rooms.TakeLast(RoomsInUse - 1), id];
    }

    private async Task SendForEverAsync(int sender)
    {
        var random = new Random(unchecked((seed * 31) + sender));
        string author = $"{seed}/{sender}";
        for (int i = 1; ; i++)
        {
            string[] rooms = _rooms;
            string room = rooms[random.Next(rooms.Length)];

            // What it is known by says how long it is.
            int length = random.Next(longest);
            string head = $"{author}/{i}/{length}/";
            Line.Write($"sending {room} {author} {head}");
            Task<JournalEntry> append = journal.AppendAsync(room, author, head + new string('x', length), head);
            if (acknowledgesEarly)
            {
                Line.Write($"kept {room} 0 0 {author} {head}");
                await append;
            }
            else
            {
                Line.Write($"kept {Line.Of((await append) with { Text = head })}");
            }
        }
    }
}
