using Messenger.Journal;

namespace Messenger.Chat.Tests;

/// <summary>Rooms that are created, and the list of them.</summary>
[TestClass]
public sealed class CreationTests
{
    [TestMethod]
    [DataRow("room", "room")]
    [DataRow(" \t\u00a0Общий чат\u2003\r\n", "Общий чат")]
    [DataRow("a  b", "a  b")]
    public async Task CreateAsync_WithAName_DropsTheSpaceAroundIt(string name, string expected)
    {
        await using House house = await House.OpenAsync();

        Room room = await house.Rooms.CreateAsync(name).Within();

        Assert.AreEqual(expected, room.Name);
        Assert.IsTrue(Guid.TryParseExact(room.Id, "D", out _), room.Id);
        Assert.AreSame(room, house.Rooms.Find(room.Id));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" \t\r\n\u00a0\u2003")]
    public async Task CreateAsync_WithABlankName_IsRefused(string name)
    {
        await using House house = await House.OpenAsync();

        InvalidFieldException refusal =
            await Assert.ThrowsExactlyAsync<InvalidFieldException>(() => house.Rooms.CreateAsync(name)).Within();

        Assert.AreEqual(("name", "is blank: 1 to 200 bytes of UTF-8 are allowed."), (refusal.Field, refusal.Problem));
        Assert.HasCount(1, house.Rooms.List());
    }

    [TestMethod]
    [DataRow("x", 200)]
    [DataRow("щ", 100)]
    [DataRow("😀", 50)]
    public async Task CreateAsync_AtTheLimit_TakesTheNameAndNotAByteMore(string unit, int count)
    {
        await using House house = await House.OpenAsync();
        string name = string.Concat(Enumerable.Repeat(unit, count));

        // The space around it does not count.
        Room room = await house.Rooms.CreateAsync($" {name} ").Within();
        InvalidFieldException refusal =
            await Assert.ThrowsExactlyAsync<InvalidFieldException>(() => house.Rooms.CreateAsync($"{name}x")).Within();

        Assert.AreEqual(name, room.Name);
        Assert.AreEqual("has 201 bytes: 1 to 200 bytes of UTF-8 are allowed.", refusal.Problem);
    }

    [TestMethod]
    public async Task CreateAsync_WithANameOfAnother_IsAnotherRoom()
    {
        await using House house = await House.OpenAsync();

        Room one = await house.Rooms.CreateAsync("room").Within();
        Room other = await house.Rooms.CreateAsync("room").Within();

        Assert.AreNotEqual(one.Id, other.Id);
        CollectionAssert.AreEqual(new[] { house.Shared, one, other }, house.Rooms.List().ToArray());
    }

    [TestMethod]
    public async Task CreateAsync_ByManyAtATime_IsListedInTheJournalsOrder()
    {
        const int Each = 50;
        await using House house = await House.OpenAsync();

        Room[][] created = await Task.WhenAll(Enumerable.Range(0, 8).Select(creator => Task.Run(async () =>
        {
            List<Room> rooms = [];
            for (int i = 0; i < Each; i++)
            {
                rooms.Add(await house.Rooms.CreateAsync($"{creator}/{i}"));
            }

            return rooms.ToArray();
        }))).Within();

        Room[] listed = [.. house.Rooms.List()];
        CollectionAssert.AreEquivalent(created.SelectMany(rooms => rooms).Prepend(house.Shared).ToArray(), listed);
        CollectionAssert.AreEqual(
            (await house.Journal.ReadRoomsAsync()).Select(room => room.Id).ToArray(), listed.Select(room => room.Id).ToArray());
        foreach (Room[] rooms in created)
        {
            // What was created before another's creation began comes first.
            CollectionAssert.AreEqual(rooms, listed.Where(rooms.Contains).ToArray());
        }
    }

    [TestMethod]
    public async Task CreateAsync_ByManyAtTheLimit_NeverExceedsIt()
    {
        const int Limit = 10;
        await using House house = await House.OpenAsync(limit: Limit);

        bool[] isCreated = await Task.WhenAll(Enumerable.Range(0, 3 * Limit).Select(i => Task.Run(async () =>
        {
            try
            {
                await house.Rooms.CreateAsync($"{i}");
                return true;
            }
            catch (TooManyRoomsException e)
            {
                Assert.AreEqual("There are 10 rooms already, as many as are allowed.", e.Message);
                return false;
            }
        }))).Within();

        Assert.AreEqual(Limit, isCreated.Count(created => created));
        Assert.HasCount(Limit + 1, house.Rooms.List());
        Assert.HasCount(Limit + 1, await house.Journal.ReadRoomsAsync());
    }

    [TestMethod]
    public async Task CreateAsync_WhileTheJournalCannotBeRead_CreatesTheRoom()
    {
        await using House house = await House.OpenAsync();
        house.Journal.ReadFailure = new JournalUnavailableException("The journal cannot be read.");

        Room room = await house.Rooms.CreateAsync("room").Within();

        // Kept and not listed, it would be there after the next start, beside the one of who tried again.
        CollectionAssert.AreEqual(new[] { house.Shared, room }, house.Rooms.List().ToArray());
        Assert.HasCount(2, await house.Journal.ReadRoomsAsync());
    }

    [TestMethod]
    public async Task CreateAsync_OfARoomThatIsKeptWhenTheHouseIsDisposed_Completes()
    {
        House house = await House.OpenAsync();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        house.Journal.AfterCreation = held.Task;
        Task<Room> creation = house.Rooms.CreateAsync("room");

        await house.DisposeAsync().Within();
        held.SetResult();

        Assert.AreEqual("room", (await creation.Within()).Name);
    }

    [TestMethod]
    public async Task CreateAsync_AfterClose_IsRefusedAndNotListed()
    {
        await using House house = await House.OpenAsync();
        await house.Rooms.CloseAsync().Within();

        await Assert.ThrowsExactlyAsync<JournalClosedException>(() => house.Rooms.CreateAsync("late")).Within();
        Assert.AreSame(house.Shared, house.Rooms.List().Single());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("nowhere")]
    [DataRow("SHARED")]
    public async Task Find_OfAnUnknownId_SaysWhich(string id)
    {
        await using House house = await House.OpenAsync();

        RoomNotFoundException e = Assert.ThrowsExactly<RoomNotFoundException>(() => house.Rooms.Find(id));

        Assert.AreEqual($"There is no room '{id}'.", e.Message);
    }

    [TestMethod]
    public async Task Find_OfAnIdWithoutEnd_DoesNotRepeatIt()
    {
        await using House house = await House.OpenAsync();

        RoomNotFoundException e = Assert.ThrowsExactly<RoomNotFoundException>(() => house.Rooms.Find(new string('x', 4_000_000)));

        Assert.AreEqual("There is no room with this id of 4000000 characters.", e.Message);
    }

    [TestMethod]
    public async Task Closing_OfTheHouse_IsCancelledWhenItBeginsToClose()
    {
        await using House house = await House.OpenAsync();
        bool before = house.Rooms.Closing.IsCancellationRequested;
        bool whileClosing = false;
        Task? closing = null;
        house.Journal.BeforePublication = () =>
        {
            closing = house.Rooms.CloseAsync();
            whileClosing = house.Rooms.Closing.IsCancellationRequested && !closing.IsCompleted;
        };

        await house.PostAsync(1);
        await closing!.Within();

        Assert.IsFalse(before);
        Assert.IsTrue(whileClosing, "A post was still to be published.");
    }
}
