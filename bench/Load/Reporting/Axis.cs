namespace Messenger.Load.Reporting;

/// <summary>One axis of a chart: where values lie between 0 and 1, and where the ticks are.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Low">The value at its beginning.</param>
/// <param name="High">The value at its end.</param>
/// <param name="Ticks">The values that are labelled, with their labels.</param>
internal sealed record Axis(string Title, double Low, double High, IReadOnlyList<(double Value, string Label)> Ticks)
{
    private const int MostTicks = 6;

    private static readonly double[] Factors = [1, 2, 5, 10];

    /// <summary>A linear axis from 0, that ends with a tick above the highest value.</summary>
    public static Axis FromZero(string title, double highest, Func<double, string> label)
    {
        double step = StepFor(Math.Max(highest, 1));
        int count = (int)Math.Ceiling(Math.Max(highest, 1) / step);
        return new Axis(title, 0, count * step, [.. Enumerable.Range(0, count + 1).Select(i => (i * step, label(i * step)))]);
    }

    /// <summary>A linear axis over a range, with ticks at whole steps.</summary>
    public static Axis Over(string title, double low, double high, Func<double, string> label)
    {
        double step = StepFor(Math.Max(high - low, 1));
        List<(double Value, string Label)> ticks = [];
        for (long i = (long)Math.Ceiling(low / step); i * step <= high; i++)
        {
            ticks.Add((i * step, label(i * step)));
        }

        return new Axis(title, low, high, ticks);
    }

    /// <summary>A logarithmic axis over whole powers of ten; its values are the logarithms.</summary>
    public static Axis Powers(string title, double lowest, double highest, Func<double, string> label)
    {
        int low = (int)Math.Floor(Math.Log10(Math.Max(lowest, 0.1)));
        int high = Math.Max((int)Math.Ceiling(Math.Log10(Math.Max(highest, 0.1))), low + 1);
        return new Axis(
            title, low, high, [.. Enumerable.Range(low, high - low + 1).Select(power => ((double)power, label(Math.Pow(10, power))))]);
    }

    public double Share(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);

    // 1, 2 or 5 times a power of ten.
    private static double StepFor(double span)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(span / MostTicks)));
        return Factors.Select(factor => factor * power).First(step => span / step <= MostTicks);
    }
}
