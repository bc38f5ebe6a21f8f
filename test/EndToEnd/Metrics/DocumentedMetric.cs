using System.Text.RegularExpressions;

namespace Messenger.EndToEnd.Metrics;

/// <summary>A metric as the tables of docs/operations.md have it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Counter, gauge or histogram.</param>
/// <param name="Unit">Its unit in UCUM.</param>
/// <param name="Attributes">The names of its attributes, in the order of the alphabet, with commas in between.</param>
internal sealed partial record DocumentedMetric(string Name, string Type, string Unit, string Attributes)
{
    /// <summary>Those of a program.</summary>
    /// <param name="program">The table's heading: "The server" or "The client".</param>
    public static DocumentedMetric[] Of(string program)
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        string section = document.Split("\n### ").Single(part => part.StartsWith(program + "\n", StringComparison.Ordinal));
        return
        [
            .. Row().Matches(section).Select(row => new DocumentedMetric(
                row.Groups["name"].Value,
                row.Groups["type"].Value,
                row.Groups["unit"].Value,
                Joined(Attribute().Matches(row.Groups["attributes"].Value).Select(match => match.Groups[1].Value)))),
        ];
    }

    public static string Joined(IEnumerable<string> attributes) => string.Join(',', attributes.Distinct().Order(StringComparer.Ordinal));

    /// <summary>It, as Prometheus has it.</summary>
    public DocumentedMetric InPrometheus()
    {
        string unit = Unit switch
        {
            "s" => "seconds",
            "By" => "bytes",
            _ => "",
        };
        string name = Name.Replace('.', '_');
        return new DocumentedMetric(unit.Length == 0 ? name : $"{name}_{unit}", Type, unit, Attributes.Replace('.', '_'));
    }

    [GeneratedRegex(@"^\| `(?<name>[a-z_.]+)` \| (?<type>\w+) \| `(?<unit>[^`]+)` \| (?<attributes>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z_.]+)`")]
    private static partial Regex Attribute();
}
