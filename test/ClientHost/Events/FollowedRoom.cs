using System.Net.ServerSentEvents;
using System.Text.Json;
using Messenger.ClientHost.Events;

namespace Messenger.ClientHost.Tests.Events;

/// <summary>What a browser hears of a room, in a few words an event.</summary>
internal sealed class FollowedRoom(Watch<RoomFeed> watch, RoomFollower follower) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<string> _heard = [];

    public RoomFeed Feed => watch.Feed;

    /// <summary>The id that a browser remembers now.</summary>
    public string LastId { get; private set; } = "";

    /// <summary>Waits until it is known where it begins.</summary>
    public async Task<FollowedRoom> BegunAsync()
    {
        Assert.AreEqual("begin", await NextAsync());
        return this;
    }

    /// <summary>The next event: the text of a message, or "begin" or "reset".</summary>
    public async Task<string> NextAsync()
    {
        while (_heard.Count == 0)
        {
            ReadOnlyMemory<byte[]> frames = await follower.ReadAsync(_stop.Token).Within();
            foreach (byte[] frame in frames.ToArray())
            {
                Hear(frame);
            }
        }

        return _heard.Dequeue();
    }

    /// <summary>So many events.</summary>
    public async Task<string> NextAsync(int count)
    {
        List<string> heard = [];
        while (heard.Count < count)
        {
            heard.Add(await NextAsync());
        }

        return string.Join(' ', heard);
    }

    /// <summary>Starts to wait for what comes, and is ended while it waits.</summary>
    public async Task EndsWhileReadingAsync()
    {
        Task reading = follower.ReadAsync(_stop.Token).AsTask();
        Assert.IsFalse(reading.IsCompleted);
        follower.Dispose();
        await Assert.ThrowsAsync<OperationCanceledException>(() => reading.Within());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        follower.Dispose();
        await watch.DisposeAsync();
        _stop.Dispose();
    }

    private void Hear(byte[] frame)
    {
        using var stream = new MemoryStream(frame);
        var parser = SseParser.Create(stream);
        SseItem<string>[] items = [.. parser.Enumerate()];
        LastId = parser.LastEventId;
        _heard.Enqueue(items switch
        {
            [] => "begin",
            [{ EventType: "message" } message] => JsonDocument.Parse(message.Data).RootElement.GetProperty("text").GetString()!,
            [{ EventType: "reset" }] => "reset",
            _ => throw new AssertFailedException($"{items.Length} events in one frame."),
        });
    }
}
