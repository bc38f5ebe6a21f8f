namespace Messenger.Journal.Tests;

/// <summary>The store in SQLite keeps what <see cref="IJournal"/> promises.</summary>
public static class SqliteContractTests
{
    [TestClass]
    public sealed class Appending : AppendContract<SqliteStore>;

    [TestClass]
    public sealed class Callback : CommitCallbackContract<SqliteStore>;

    [TestClass]
    public sealed class Closing : ClosingContract<SqliteStore>;

    [TestClass]
    public sealed class Grouping : GroupingContract<SqliteStore>;

    [TestClass]
    public sealed class Idempotency : IdempotencyContract<SqliteStore>;

    [TestClass]
    public sealed class Paging : PageContract<SqliteStore>;

    [TestClass]
    public sealed class Positions : PositionContract<SqliteStore>;

    [TestClass]
    public sealed class Rooms : RoomContract<SqliteStore>;

    [TestClass]
    public sealed class Usage : UsageContract<SqliteStore>;

    [TestClass]
    public sealed class WaitingBounds : WaitingBoundsContract<SqliteStore>;
}
