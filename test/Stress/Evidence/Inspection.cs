namespace Messenger.Stress;

/// <summary>Holds what readers received against what was sent.</summary>
internal sealed class Inspection(History history, Findings findings)
{
    public void Of(ReaderRecord reader)
    {
        long? next = reader.First;
        foreach ((long sequence, string text) in reader.Received)
        {
            CheckPlace(reader, next, sequence);
            if (history.TextOf(sequence) is var said && said != text)
            {
                findings.Add(Rule.SameOrderEverywhere, $"{reader.Name} found '{text}' at {sequence}, where '{said}' was said.");
            }

            next = sequence + 1;
        }

        CheckEnd(reader, next ?? 1);
        CheckOpening(reader);
    }

    private void CheckPlace(ReaderRecord reader, long? expected, long sequence)
    {
        if (sequence < expected)
        {
            bool before = sequence < reader.First;
            findings.Add(
                before ? Rule.FromTheOpeningOn : Rule.NothingTwice,
                before
                    ? $"{reader.Name} began at {reader.First}, and received {sequence}."
                    : $"{reader.Name} received {sequence} after {expected - 1}.");
        }
        else if (sequence > expected)
        {
            findings.Add(Rule.NothingMissing, $"{reader.Name} missed {expected} to {sequence - 1}.");
        }
    }

    private void CheckEnd(ReaderRecord reader, long next)
    {
        if (reader.End == ReaderEnd.Stayed && next <= history.Last)
        {
            findings.Add(Rule.NothingMissing, $"{reader.Name} ended before {next}, of {history.Last}.");
        }
        else if (reader.End == ReaderEnd.Told && next > history.Last)
        {
            findings.Add(Rule.LapsesAlone, $"{reader.Name} was told that it misses something, and had all {history.Last}.");
        }
    }

    private void CheckOpening(ReaderRecord reader)
    {
        if (reader is not { First: { } first, Opening: { } opening })
        {
            return;
        }

        if (history.EarliestCompletionFrom(first) < opening.Started)
        {
            findings.Add(
                Rule.FromTheOpeningOn,
                $"{reader.Name} began to open at {opening.Started} and begins with {first}; one from there on was complete before.");
        }

        if (history.LatestStartBefore(first) > opening.Completed)
        {
            findings.Add(
                Rule.FromTheOpeningOn,
                $"{reader.Name} was open at {opening.Completed} and begins with {first}; one below that was sent after.");
        }
    }
}
