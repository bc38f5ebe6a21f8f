namespace Messenger.ServerHost;

/// <summary>What reading for replies of <c>GetHistory</c> may cost together.</summary>
internal sealed record HistoryOptions
{
    /// <summary>How many bytes of messages are read at a time; as text in .NET they take up to twice as many.</summary>
    public int Bytes { get; init; } = 64 << 20;

    /// <summary>How many calls wait for their share of it before more are refused.</summary>
    public int Waiting { get; init; } = 1000;
}
