namespace Messenger.Stress;

/// <summary>Rooms with numbers, in the order of their creation, that messages are only counted in; room 0 is there from the beginning.</summary>
internal interface IWatchedHouse : IAsyncDisposable
{
    /// <summary>Creates the next room. For one caller at a time.</summary>
    Task AddRoomAsync();

    /// <summary>Says something in a room; completes when it is published.</summary>
    Task PostAsync(int room);

    /// <summary>Nothing more is said.</summary>
    Task CloseAsync();

    /// <summary>A watcher: each call reads what is new, and nothing in the end.</summary>
    Func<ValueTask<IReadOnlyList<RoomState>>> Watch();
}
