namespace Messenger.Chaos;

/// <summary>Holds the history, and what senders were told and readers received, against each other.</summary>
internal sealed class Inspection(History history, Findings findings)
{
    /// <summary>What is acknowledged and not in the history.</summary>
    public int Lost { get; private set; }

    /// <summary>What is in the history under a name that another one has, too.</summary>
    public int Doubled { get; private set; }

    public void OfHistory()
    {
        foreach ((string room, List<SaidMessage> messages) in history.Rooms)
        {
            Dictionary<string, SaidMessage> names = new(messages.Count);
            for (int i = 0; i < messages.Count; i++)
            {
                SaidMessage message = messages[i];
                if (message.Sequence != i + 1)
                {
                    findings.Add(Rule.ContiguousSequences, $"In room {room}, {message} is at place {i + 1}.");
                }

                if (i > 0 && message.SendTime <= messages[i - 1].SendTime)
                {
                    findings.Add(Rule.TimeIsOrder, $"In room {room}, {message} comes after {messages[i - 1]}.");
                }

                if (!names.TryAdd(message.Name, message))
                {
                    Doubled++;
                    findings.Add(Rule.NoKeyTwice, $"In room {room} are both {names[message.Name]} and {message}.");
                }
            }
        }
    }

    public void Of(Ledger ledger)
    {
        Dictionary<(string, string), SaidMessage> kept = [];
        foreach ((string room, List<SaidMessage> messages) in history.Rooms)
        {
            messages.ForEach(message => kept.TryAdd((room, message.Name), message));
        }

        foreach ((string room, SaidMessage told) in ledger.Acknowledged)
        {
            if (!kept.TryGetValue((room, told.Name), out SaidMessage message))
            {
                Lost++;
                findings.Add(Rule.AcknowledgedIsKept, $"In room {room}, {told} was acknowledged and is not in the history.");
            }
            else if (message != told)
            {
                findings.Add(Rule.SameAnswer, $"In room {room}, the answer was {told}, and the history has {message}.");
            }
        }
    }

    /// <summary>Of what deviates, the first is told: what follows it mostly follows from it.</summary>
    public void Of(ReaderRecord reader)
    {
        List<SaidMessage> said = history.Rooms[reader.Room];
        int start = said.FindIndex(message => message.SendTime > reader.Start) is >= 0 and var first ? first : said.Count;
        for (int i = 0; i < reader.Received.Count; i++)
        {
            int place = start + i;
            if (place >= said.Count || said[place] != reader.Received[i])
            {
                Deviates(reader, said, place, reader.Received[i]);
                return;
            }
        }

        if (!reader.IsClosed && start + reader.Received.Count < said.Count)
        {
            findings.Add(
                Rule.NothingMissing, $"{reader.Name} ends before {said[start + reader.Received.Count]}, of {said.Count} in the room.");
        }
    }

    private void Deviates(ReaderRecord reader, List<SaidMessage> said, int place, SaidMessage received)
    {
        string expected = place < said.Count ? $"{said[place]}" : "nothing more";
        int found = said.FindIndex(message => message == received);
        Rule rule = found < 0 || found > place && reader.Received.Contains(said[place]) ? Rule.SameHistory
            : found < place ? Rule.NothingTwice
            : Rule.NothingMissing;
        findings.Add(
            rule, $"{reader.Name}, which was opened {reader.Openings} times, received {received} where the history has {expected}.");
    }
}
