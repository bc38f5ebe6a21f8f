using System.Text;
using Messenger.Chat;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Messenger.Journal;
using Messenger.Journal.Memory;

namespace Messenger.ServerHost.Tests;

/// <summary>Messages by chance: each is kept to the letter, or refused with the one status that there is for it.</summary>
[TestClass]
public sealed class RequestFuzzTests
{
    [TestMethod]
    public async Task SendMessage_OfAnything_IsKeptToTheLetterOrAnInvalidArgument()
    {
        const int AuthorBytes = 20;
        const int TextBytes = 40;
        var sendMessage = new Method<SendMessageRequest, SendMessageResponse>(MessengerReflection.Descriptor.Services.Single(), "SendMessage");
        var journal = new MemoryJournal(new JournalOptions(), new MemoryJournalOptions(), TimeProvider.System);
        await using Serving serving = await Serving.StartAsync(journal, new ChatOptions { AuthorBytes = AuthorBytes, TextBytes = TextBytes });

        await Fuzz.TryAsync(500, async random =>
        {
            var request = new SendMessageRequest { Author = random.Text(12), Text = random.Text(24) };
            bool isAllowed = IsAllowed(request.Author, AuthorBytes) && IsAllowed(request.Text, TextBytes);
            try
            {
                await serving.Channel.UnaryCallAsync(sendMessage, request).Within();
                Assert.IsTrue(isAllowed, $"{request}");
                JournalEntry kept = (await serving.Rooms.Shared.ReadBeforeAsync(long.MaxValue, 1)).Entries.Single();
                Assert.AreEqual((request.Author, request.Text), (kept.Author, kept.Text));
            }
            catch (RpcException e)
            {
                Assert.IsFalse(isAllowed, $"{request}: {e.Status}");
                Assert.AreEqual(StatusCode.InvalidArgument, e.StatusCode);
            }
        });
    }

    private static bool IsAllowed(string value, int bytes) => !string.IsNullOrWhiteSpace(value) && Encoding.UTF8.GetByteCount(value) <= bytes;
}
