using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;
using Messenger.Load.Checking;

namespace Messenger.Load.Tests;

/// <summary>A chat without a server: what its streams carry is written down first, and then read in random turns.</summary>
internal sealed class CheckedChat
{
    private const uint Run = 7;
    private const int Size = 40;

    private readonly Random _random;
    private readonly Findings _findings = new();
    private readonly CommonOrder _order = new();
    private readonly List<StreamCheck> _checks = [];
    private readonly List<List<(int Number, long SendTime)>> _scripts = [];

    public CheckedChat(Random random, int lateStreams, int? messages = null)
    {
        _random = random;
        Ledger = new Ledger(_ => { });
        int streams = random.Next(2, 6);
        int count = messages ?? random.Next(10, 60);
        AddStreams(streams, isFirst: true);
        for (int i = 0; i < count; i++)
        {
            int number = Ledger.Begin(sender: 1, due: null, streams);
            Ledger.Complete(number, TimeOf(number));
            _scripts.ForEach(script => script.Add((number, TimeOf(number))));
            if (i == count / 2)
            {
                AddStreams(lateStreams, isFirst: false);
            }
        }
    }

    public Ledger Ledger { get; }

    /// <summary>One stream breaks a rule.</summary>
    public void Damage(Rule rule)
    {
        List<(int Number, long SendTime)> script = _scripts[_random.Next(_scripts.Count)];
        int at = _random.Next(script.Count - 1);
        switch (rule)
        {
            case Rule.NothingLost:
                script.RemoveAt(at);
                break;
            case Rule.NothingTwice:
                script.Insert(_random.Next(at + 1, script.Count + 1), script[at]);
                break;
            case Rule.SameOrder:
                (script[at], script[at + 1]) = (script[at + 1], script[at]);
                break;
            case Rule.OneSendTime:
                script[at] = (script[at].Number, script[at].SendTime + 1);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rule));
        }
    }

    public void LoseFirstOfLast() => _scripts[^1].RemoveAt(0);

    /// <summary>Reads all streams to their ends.</summary>
    public void Play()
    {
        int[] read = new int[_scripts.Count];
        int[] left = [.. Enumerable.Range(0, read.Length)];
        while (left.Length > 0)
        {
            int stream = left[_random.Next(left.Length)];
            for (int many = _random.Next(1, 8); many > 0 && read[stream] < _scripts[stream].Count; many--)
            {
                (int number, long sendTime) = _scripts[stream][read[stream]++];
                Receive(stream, number, sendTime);
            }

            left = [.. left.Where(i => read[i] < _scripts[i].Count)];
        }
    }

    /// <summary>A stream carries a message once more.</summary>
    public void Repeat(int number) => Receive(0, number, TimeOf(number));

    public void Retire()
    {
        int passed = _checks.Min(check => check.Passed);
        Ledger.Retire(passed);
        _order.Retire(passed);
    }

    /// <summary>The rules that were broken.</summary>
    public string Broken() =>
        string.Join(", ", Verdict.Of(Ledger, _order, _checks, _findings, 0).Broken.Select(broken => broken.Rule));

    private static long TimeOf(int number) => 1_790_000_000_000_000_001 + (number * 1000L);

    private void AddStreams(int count, bool isFirst)
    {
        for (int i = 0; i < count; i++)
        {
            var check = new StreamCheck(_checks.Count, Size, Ledger, _order, _findings);
            check.Ask();
            check.Open(isFirst);
            _checks.Add(check);
            _scripts.Add([]);
        }
    }

    private void Receive(int stream, int number, long sendTime) => _checks[stream].Receive(1, number, new ReadMessagesResponse
    {
        Author = Mark.Author,
        Text = Mark.Write(Run, 1, number, Size),
        SendTime = new Timestamp { Seconds = sendTime / 1_000_000_000, Nanos = (int)(sendTime % 1_000_000_000) },
    });
}
