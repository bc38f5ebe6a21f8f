using System.Text.RegularExpressions;
using Messenger.Fixtures.OpenMetrics;

namespace Messenger.EndToEnd.Metrics;

/// <summary>What a program tells at its admin port at a moment, held against OpenMetrics' grammar.</summary>
internal sealed partial class Scrape
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience.Limit };

    private Scrape(string text)
    {
        Text = text;
        Metrics = OpenMetricsText.Parse(text);
    }

    /// <summary>What programs need to be scraped.</summary>
    public static (string Name, string Value) Setting { get; } = ("MESSENGER_ADMIN_PORT", "0");

    public string Text { get; }

    public IReadOnlyDictionary<string, ScrapedMetric> Metrics { get; }

    public static async Task<Scrape> OfAsync(HostProcess process)
    {
        string line = process.Log.First(line => AddressLine().IsMatch(line));
        return new Scrape(await Http.GetStringAsync(new Uri(AddressLine().Match(line).Groups[1].Value)).Within());
    }

    /// <summary>Scrapes until it tells what it should.</summary>
    public static async Task<Scrape> UntilAsync(HostProcess process, Func<Scrape, bool> condition, string what)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        while (true)
        {
            Scrape scrape = await OfAsync(process);
            if (condition(scrape))
            {
                return scrape;
            }

            Assert.IsLessThan(end, DateTime.UtcNow, $"Waited in vain: {what}\n{scrape.Text}");
            await Task.Delay(10);
        }
    }

    /// <summary>The sum of the samples of a name that have all of the labels.</summary>
    public double Sum(string sample, params (string Name, string Value)[] labels) => Metrics.Values
        .SelectMany(metric => metric.Samples)
        .Where(candidate => candidate.Name == sample && labels.All(label => candidate.Label(label.Name) == label.Value))
        .Sum(candidate => candidate.Value);

    [GeneratedRegex(@"Metrics can be scraped at (\S+/metrics)\.")]
    private static partial Regex AddressLine();
}
