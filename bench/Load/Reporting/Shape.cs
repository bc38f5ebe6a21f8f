namespace Messenger.Load.Reporting;

/// <summary>What was asked for.</summary>
internal sealed record Shape(
    string Server, int Streams, int Connections, int Senders, double? Rate, int? InFlight, int SizeBytes, double DurationSeconds, double WarmUpSeconds)
{
    public static Shape Of(LoadOptions options) => new(
        $"{options.Host}:{options.Port}",
        options.Streams,
        options.Connections,
        options.Senders,
        options.Rate,
        options.Rate is null ? options.InFlight : null,
        options.Size,
        options.Duration.TotalSeconds,
        options.WarmUp.TotalSeconds);

    /// <summary>In a sentence.</summary>
    public string Describe() => FormattableString.Invariant(
        $"{Streams:N0} {Word(Streams, "stream")} on {Connections:N0} {Word(Connections, "connection")}, {Senders:N0} {Word(Senders, "sender")}, {Load()}, {SizeBytes:N0} bytes of text, {DurationSeconds:0.###} s after {WarmUpSeconds:0.###} s of warming up");

    private static string Word(int count, string word) => count == 1 ? word : word + "s";

    private string Load() => Rate is { } rate
        ? FormattableString.Invariant($"{rate:#,0.###} messages/s by the clock")
        : FormattableString.Invariant($"{InFlight:N0} in flight");
}
