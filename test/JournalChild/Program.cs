using Messenger.Journal;
using Messenger.Journal.Sqlite;
using Messenger.JournalChild;
using Microsoft.Extensions.Logging.Abstractions;

// A journal in a process of its own, which tests can kill, or give a disk that fails: opens the one at the path that is its argument, and does
// what it is told on its input, until that ends.
await using var journal = new SqliteJournal(args[0], new JournalOptions(), TimeProvider.System, NullLogger<SqliteJournal>.Instance);
var callback = new Callback();
try
{
    await journal.OpenAsync(callback.OnCommitted);
}
catch (JournalOpenException e)
{
    Line.Write($"refused {e.Message}");
    return 1;
}

Line.Write("open");
List<Task> work = [];
while (Console.ReadLine() is { } line)
{
    string[] words = line.Split(' ');
    switch (words[0])
    {
        case "append":
            work.Add(Command.AnswerAsync(words[1], async () =>
            {
                JournalEntry entry = await journal.AppendAsync(words[2], words[3], words[4], words.ElementAtOrDefault(5));
                return Line.Of(entry);
            }));
            break;
        case "create":
            work.Add(Command.AnswerAsync(words[1], async () =>
            {
                await journal.CreateRoomAsync(new JournalRoom(words[2], words[2]));
                return words[2];
            }));
            break;
        case "read":
            work.Add(Command.AnswerAsync(words[1], async () => string.Join('|', (await Command.ReadAllAsync(journal, words[2])).Select(Line.Of))));
            break;
        case "break":
            callback.Break();
            break;
        case "load":
            callback.BeSilent();
            work.Add(new Load(journal, int.Parse(words[1], null), int.Parse(words[2], null), acknowledgesEarly: words[3] == "early").RunAsync());
            break;
        default:
            throw new InvalidOperationException($"'{line}' is no command.");
    }
}

await Task.WhenAll(work);
return 0;
