namespace Messenger.Journal.Tests;

/// <summary>The store in memory keeps what <see cref="IJournal"/> promises.</summary>
public static class MemoryContractTests
{
    [TestClass]
    public sealed class Appending : AppendContract<MemoryStore>;

    [TestClass]
    public sealed class Callback : CommitCallbackContract<MemoryStore>;

    [TestClass]
    public sealed class Closing : ClosingContract<MemoryStore>;

    [TestClass]
    public sealed class Grouping : GroupingContract<MemoryStore>;

    [TestClass]
    public sealed class Idempotency : IdempotencyContract<MemoryStore>;

    [TestClass]
    public sealed class Paging : PageContract<MemoryStore>;

    [TestClass]
    public sealed class Positions : PositionContract<MemoryStore>;

    [TestClass]
    public sealed class Rooms : RoomContract<MemoryStore>;

    [TestClass]
    public sealed class Usage : UsageContract<MemoryStore>;

    [TestClass]
    public sealed class WaitingBounds : WaitingBoundsContract<MemoryStore>;
}
