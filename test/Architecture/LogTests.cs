using System.Text.RegularExpressions;

namespace Messenger.Architecture;

/// <summary>What is logged has stable ids, and all of it stands in docs/operations.md.</summary>
[TestClass]
public sealed partial class LogTests
{
    private static string Source => Path.Combine(Repository.Root, "src");

    [TestMethod]
    public void Entries_OfTheSource_HaveIdsOfTheirOwn()
    {
        string[] ids = [.. Entries().Select(entry => entry.Id)];

        Assert.IsGreaterThan(30, ids.Length);
        Assert.IsEmpty(ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [TestMethod]
    public void Entries_OfTheSource_AreThoseOfTheDocument()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        IEnumerable<LogEntry> documented = Row().Matches(document)
            .Select(row => new LogEntry(row.Groups["id"].Value, row.Groups["level"].Value, row.Groups["message"].Value));

        Assert.AreEqual(string.Join('\n', Entries().OrderBy(entry => entry.Id)), string.Join('\n', documented));
    }

    [TestMethod]
    public void Source_LogsOnlyWhatHasAnId()
    {
        string[] others = [.. Files().Where(file => Call().IsMatch(File.ReadAllText(file)))];

        Assert.IsEmpty(others);
    }

    private static IEnumerable<LogEntry> Entries() => Files()
        .SelectMany(file => Attribute().Matches(File.ReadAllText(file)))
        .Select(attribute => new LogEntry(attribute.Groups["id"].Value, attribute.Groups["level"].Value, attribute.Groups["message"].Value));

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Source, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"));

    // An attribute that is written in another way has no match, and its id is missing from neither list: so all that begin are counted.
    [GeneratedRegex(@"\[LoggerMessage\(\s*(?<id>\d*),?\s*(LogLevel\.(?<level>\w+),\s*""(?<message>[^""]*)"")?")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^\| (?<id>\d+) \| (?<level>\w+) \| `(?<message>[^`]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)?\(|LoggerMessage\.Define")]
    private static partial Regex Call();

    private sealed record LogEntry(string Id, string Level, string Message);
}
