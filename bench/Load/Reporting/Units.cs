namespace Messenger.Load.Reporting;

/// <summary>Figures in a length that people read.</summary>
internal static class Units
{
    public static string Duration(double microseconds) => microseconds switch
    {
        < 10 => FormattableString.Invariant($"{microseconds:0.##} µs"),
        < 1000 => FormattableString.Invariant($"{microseconds:0} µs"),
        < 10_000 => FormattableString.Invariant($"{microseconds / 1000:0.##} ms"),
        < 1_000_000 => FormattableString.Invariant($"{microseconds / 1000:0.#} ms"),
        _ => FormattableString.Invariant($"{microseconds / 1_000_000:0.##} s"),
    };

    public static string Count(double count) => FormattableString.Invariant($"{count:N0}");

    public static string Times(long count) => count == 1 ? "once" : FormattableString.Invariant($"{count:N0} times");

    public static string Bytes(long bytes) => FormattableString.Invariant($"{bytes / 1048576.0:N1} MiB");

    public static string Percent(double percent) => FormattableString.Invariant($"{percent:N0} %");

    /// <summary>A count short enough for an axis: 1.5M.</summary>
    public static string Short(double count) => count switch
    {
        < 1000 => FormattableString.Invariant($"{count:0.##}"),
        < 1_000_000 => FormattableString.Invariant($"{count / 1000:0.##}k"),
        _ => FormattableString.Invariant($"{count / 1_000_000:0.##}M"),
    };
}
