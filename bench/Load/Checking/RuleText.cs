namespace Messenger.Load.Checking;

/// <summary>The rules in words.</summary>
internal static class RuleText
{
    public static string Of(Rule rule) => rule switch
    {
        Rule.SameOrder => "all streams have the same order",
        Rule.OrderOfSends => "what was complete before another send began comes before it",
        Rule.AscendingSendTimes => "sendTime strictly ascends along a stream",
        Rule.OneSendTime => "a message has one sendTime, in the answer and on every stream",
        Rule.NothingLost => "what was acknowledged, or is on other streams, is on every stream that was open",
        Rule.NothingTwice => "no stream carries a message twice",
        Rule.NothingFromBefore => "no stream carries what was complete before it was opened",
        Rule.NothingInvented => "no stream carries what nobody sent",
        Rule.StaysOpen => "a stream stays open until its reader leaves",
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };
}
