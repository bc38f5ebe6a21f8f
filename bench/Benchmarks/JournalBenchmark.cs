using BenchmarkDotNet.Attributes;
using Messenger.Journal;
using Messenger.Journal.Memory;
using Messenger.Journal.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.Benchmarks;

/// <summary>
/// A group of messages that waits in the journal and is committed, until its senders have their answers. A message has 100 characters;
/// SQLite writes into the folder for temporary files.
/// </summary>
[MemoryDiagnoser]
public class JournalBenchmark
{
    private const int Groups = 16;
    private const string Room = "room";
    private static readonly string Text = new('x', 100);

    private readonly List<Task<JournalEntry>> _appends = [];
    private IJournal _journal = null!;
    private DirectoryInfo? _folder;
    private bool _isFirst;

    [Params(1, 8, 64, 512)]
    public int Group { get; set; }

    private JournalOptions Options => new() { GroupEntries = Group };

    // BenchmarkDotNet does not wait for what is asynchronous here.
    [GlobalSetup(Target = nameof(InMemory))]
    public void SetUpMemory() => Open(new MemoryJournal(Options, new MemoryJournalOptions(), TimeProvider.System));

    [GlobalSetup(Target = nameof(InSqlite))]
    public void SetUpSqlite()
    {
        _folder = Directory.CreateTempSubdirectory("messenger-benchmark-");
        string path = Path.Combine(_folder.FullName, "messenger.db");
        Open(new SqliteJournal(path, Options, TimeProvider.System, NullLogger<SqliteJournal>.Instance));
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _journal.DisposeAsync().AsTask().Wait();
        _folder?.Delete(recursive: true);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Groups)]
    public Task InMemory() => AppendAsync();

    [Benchmark(OperationsPerInvoke = Groups)]
    public Task InSqlite() => AppendAsync();

    private void Open(IJournal journal)
    {
        _journal = journal;
        journal.OpenAsync(OnCommitted).Wait();
        journal.CreateRoomAsync(new JournalRoom(Room, Room)).Wait();
    }

    // One message goes ahead. While it is being committed, all others arrive, so that they wait for full groups.
    private async Task AppendAsync()
    {
        _appends.Clear();
        _isFirst = true;
        await _journal.AppendAsync(Room, "author", Text);
        await _appends[^1];
        foreach (Task<JournalEntry> append in _appends)
        {
            await append;
        }
    }

    private void OnCommitted(IReadOnlyList<JournalEntry> entries)
    {
        if (_isFirst)
        {
            _isFirst = false;
            for (int i = 0; i < Groups * Group; i++)
            {
                _appends.Add(_journal.AppendAsync(Room, "author", Text));
            }
        }
    }
}
