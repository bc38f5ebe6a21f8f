using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Messenger.Chat;
using Messenger.Grpc;
using Messenger.Journal;
using Messenger.Journal.Memory;

namespace Messenger.ServerHost.Tests;

/// <summary>Cursors by chance, byte by byte: the stream goes on exactly there, or its status says why not, and the connection lives.</summary>
[TestClass]
public sealed partial class CursorFuzzTests
{
    private const int Kept = 8;

    [TestMethod]
    public async Task ReadMessages_AfterAnything_GoesOnExactlyThereOrSaysWhyNot()
    {
        var journal = new MemoryJournal(new JournalOptions(), new MemoryJournalOptions { RoomEntries = Kept }, TimeProvider.System);
        await using Serving serving = await Serving.StartAsync(journal);
        List<JournalEntry> said = [];
        for (int i = 0; i < Kept + 4; i++)
        {
            said.Add(await serving.Rooms.Shared.PostAsync("a", $"{i}"));
        }

        await Fuzz.TryAsync(300, async random =>
        {
            string time = Time(random, said);
            string? id = JournalId(random, serving.Rooms.JournalId);
            using RawCalls calls = await RawCalls.ConnectAsync(serving);
            int witness = await ReadAsync(calls);
            await calls.HeadersAsync(witness);

            int stream = await ReadAsync(
                calls, [("messenger-resume-after", time), .. id is null ? [] : new[] { ("messenger-journal", id) }]);
            Dictionary<string, string> headers = await calls.HeadersAsync(stream);

            (StatusCode? refusal, int next) = Expected(time, id, serving.Rooms.JournalId, said);
            Assert.AreEqual(refusal, RawCalls.StatusOf(headers), $"after '{time}' of '{id}'");
            said.Add(await serving.Rooms.Shared.PostAsync("a", $"{said.Count}"));
            await AssertCarriesAsync(calls, witness, said[^1..]);
            if (refusal is null)
            {
                Assert.AreEqual(SendTimestamp.Format(said[next - 1].SendTime), headers["messenger-position"]);
                await AssertCarriesAsync(calls, stream, said[next..]);
            }
        });
    }

    // As a client would write it, nearly so, or nothing like it. What HTTP itself forbids is not in it.
    private static string Time(Random random, List<JournalEntry> said)
    {
        long sendTime = said[^random.Next(1, Kept + 5)].SendTime + random.Next(6) switch
        {
            0 => 1,
            1 => -1,
            2 => random.NextInt64(-1L << 62, 1L << 62),
            _ => 0,
        };
        byte[] bytes = Encoding.ASCII.GetBytes(SendTimestamp.Format(Math.Max(0, sendTime)));
        switch (random.Next(4))
        {
            case 0:
                bytes = random.Mangle(bytes);
                break;
            case 1:
                // Still digits, and perhaps no time any more.
                bytes[Array.FindIndex(bytes, random.Next(20), one => char.IsAsciiDigit((char)one))] = (byte)random.Next('0', '9' + 1);
                break;
            case 2 when random.Next(3) == 0:
                bytes = new byte[random.Next(60)];
                random.NextBytes(bytes);
                break;
        }

        return HttpText(bytes);
    }

    private static string? JournalId(Random random, string id) => random.Next(4) switch
    {
        0 => null,
        1 => HttpText(random.Mangle(Encoding.ASCII.GetBytes(id))),
        _ => id,
    };

    private static string HttpText(byte[] bytes) => Encoding.Latin1.GetString([.. bytes.Where(one => one is not (0 or (byte)'\r' or (byte)'\n'))]);

    private static (StatusCode? Refusal, int Next) Expected(string time, string? id, string own, List<JournalEntry> said)
    {
        if (!NineDigits().IsMatch(time)
            || !DateTime.TryParseExact(time[..19], "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime second)
            || (id is not null && id.Any(character => character is < ' ' or > '~')))
        {
            return (StatusCode.InvalidArgument, 0);
        }

        Int128 sendTime = ((Int128)(second - DateTime.UnixEpoch).TotalSeconds * 1_000_000_000)
            + int.Parse(time[20..29], CultureInfo.InvariantCulture);
        return (!string.IsNullOrEmpty(id) && id != own) || sendTime < said[^(Kept + 1)].SendTime || sendTime > said[^1].SendTime
            ? (StatusCode.OutOfRange, 0)
            : (null, said.FindLastIndex(entry => entry.SendTime <= sendTime) + 1);
    }

    private static Task<int> ReadAsync(RawCalls calls, params (string Name, string Value)[] cursor) =>
        calls.BeginAsync("/mes_grpc.MessengerServer/ReadMessages", [new byte[5]], cursor);

    private static async Task AssertCarriesAsync(RawCalls calls, int stream, List<JournalEntry> expected)
    {
        List<byte> bytes = [];
        foreach (JournalEntry entry in expected)
        {
            byte[] frame = MessengerService.Frame(new Message(entry)).ToArray();
            while (bytes.Count < frame.Length)
            {
                bytes.AddRange(await calls.DataAsync(stream));
            }

            CollectionAssert.AreEqual(frame, bytes[..frame.Length], $"message {entry.Text}");
            bytes.RemoveRange(0, frame.Length);
        }
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z\z", RegexOptions.ECMAScript)]
    private static partial Regex NineDigits();
}
