using System.Net;
using Messenger.Chat;
using Messenger.Grpc;
using Messenger.Hosting;
using Messenger.Journal;
using Messenger.Journal.Memory;
using Messenger.ServerHost.Metrics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.ServerHost.Tests;

/// <summary>The start of the server's parts.</summary>
[TestClass]
public sealed class ServerLifetimeTests
{
    [TestMethod]
    public async Task StartAsync_WithAJournalThatFailsOnceItIsOpen_SaysSoInOneSentence()
    {
        var failure = new JournalUnavailableException("The journal cannot be read: the disk is broken.");
        var settings = new ServerSettings
        {
            Grpc = new GrpcServerOptions { Address = IPAddress.Loopback },
            Chat = new ChatOptions(),
            Journal = new JournalOptions(),
            Memory = new MemoryJournalOptions(),
            History = new HistoryOptions(),
            DataFile = "messenger.db",
        };
        var journal = new FixedJournal(failure) { RefusesSharedRoom = true };
        await using var rooms = new RoomDirectory(journal, settings.Chat);
        using var health = new ServerHealth(journal);
        using var metrics = new ServerMetrics();
        var streams = new MessageStreams(metrics, NullLogger<MessageStreams>.Instance);
        var posts = new Posts(rooms, metrics);
        var chat = new ChatService(rooms, posts, streams, new HistoryReply(new HistoryBudget(settings.History, settings.Journal)));
        await using var lifetime = new ServerLifetime(
            settings, rooms, health, new MessengerService(rooms, posts, streams), chat, metrics, NullLoggerFactory.Instance);

        StartFailedException e =
            await Assert.ThrowsExactlyAsync<StartFailedException>(() => lifetime.StartAsync(CancellationToken.None)).Within();

        Assert.AreEqual("The journal cannot be read: the disk is broken (MESSENGER_DATA).", e.Message);
    }
}
