using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using Messenger.Chat;
using Messenger.Journal;
using Messenger.ServerHost;
using SharedChatMessage = Messenger.Contracts.SharedChat.ReadMessagesResponse;

namespace Messenger.Benchmarks;

/// <summary>
/// What the first reader of a message pays for its frame, in both wire formats, beside what every reader would pay without shared frames:
/// the contract's message is made and encoded.
/// </summary>
[MemoryDiagnoser]
public class FrameBenchmark
{
    private JournalEntry _entry = new("", 0, 0, "", "");

    [Params(100, 4096)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void SetUp() =>
        _entry = new JournalEntry("3f2c9a5e", Sequence: 123_456, SendTime: 1_767_225_600_123_456_789, "author", new string('x', Bytes));

    [Benchmark]
    public byte[] OfSharedChat() => MessengerService.Frame(new Message(_entry));

    [Benchmark]
    public byte[] OfRooms() => RoomMessage.Frame(new Message(_entry));

    [Benchmark(Baseline = true)]
    public byte[] Protobuf() => new SharedChatMessage
    {
        Author = _entry.Author,
        Text = _entry.Text,
        SendTime = SendTimestamp.Of(_entry.SendTime),
    }.ToByteArray();
}
