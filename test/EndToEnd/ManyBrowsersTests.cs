using Messenger.EndToEnd.Abuse;
using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd;

/// <summary>A thousand pages on one client.</summary>
[TestClass]
public sealed class ManyBrowsersTests
{
    [TestMethod]
    [DoNotParallelize]
    public async Task Events_OfAThousandBrowsersOfWhichOneIsFrozen_ReachAllOthersAtOnceAndThatOneInTheEnd()
    {
        const int Browsers = 1_000;
        const int Messages = 300;
        const long MostBytes = 512L << 20;
        await using RunningChat chat = await RunningChat.StartAsync();
        using var rooms = new RoomChat(chat.Server);
        using RawConnection frozen = await RawConnection.OpenAsync(chat.Clients[0].Port, receiveBuffer: 4 << 10);
        await frozen.WriteAsync("GET /api/events?room=shared HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await frozen.ReadUntilAsync("\r\n\r\n");
        ProcessCost before = ProcessCost.Of(chat.Clients[0]);

        // In groups: the client's queue of those who connect is not endless.
        List<EventConnection> browsers = [];
        while (browsers.Count < Browsers - 1)
        {
            int group = Math.Min(50, Browsers - 1 - browsers.Count);
            browsers.AddRange(await Task.WhenAll(
                Enumerable.Range(0, group).Select(_ => EventConnection.OpenAsync(chat.Apis[0].Http, "?room=shared"))));
        }

        ProcessCost open = ProcessCost.Of(chat.Clients[0]);
        Task<string[]>[] hearing = [.. browsers.Select(browser => browser.TextsAsync(Messages))];
        using Talk talk = rooms.Talk();
        await talk.OpenedAsync();
        string padding = new('x', 1_000);
        for (int i = 0; i < Messages; i++)
        {
            await talk.SayAsync("shared", $"{i} {padding}");
            await talk.AnswerAsync();
        }

        string[] expected = [.. Enumerable.Range(0, Messages).Select(i => $"{i} {padding}")];
        foreach (string[] heard in await Task.WhenAll(hearing).WaitAsync(3 * Patience.Limit))
        {
            CollectionAssert.AreEqual(expected, heard);
        }

        ProcessCost after = ProcessCost.Of(chat.Clients[0]);
        Console.WriteLine($"The client with 1 browser: {before}; with {Browsers}: {open}; after {Messages} messages: {after}.");
        Assert.IsLessThan(MostBytes, after.Bytes);
        await frozen.ReadExactlyAsync(new byte[Messages * padding.Length]);
        foreach (EventConnection browser in browsers)
        {
            await browser.DisposeAsync();
        }
    }
}
