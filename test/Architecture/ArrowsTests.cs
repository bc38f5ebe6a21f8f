using System.Xml.Linq;

namespace Messenger.Architecture;

/// <summary>Holds the project files against the arrows of docs/architecture.md: dependencies go downward only.</summary>
[TestClass]
public sealed class ArrowsTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Contracts"] = [],
        ["Hub"] = [],
        ["Journal"] = [],
        ["Grpc"] = [],
        ["Hosting"] = [],
        ["Chat"] = ["Hub", "Journal"],
        ["ServerHost"] = ["Chat", "Contracts", "Grpc", "Hosting", "Journal"],
        ["ClientHost"] = ["Contracts", "Grpc", "Hosting", "Hub"],
    };

    public static IEnumerable<string> Projects => Arrows.Keys;

    [TestMethod]
    public void Source_HasNoProjectOutsideOfTheHouse()
    {
        string[] folders = [.. Directory.GetDirectories(SourceFolder()).Select(folder => Path.GetFileName(folder)!)];

        CollectionAssert.AreEquivalent(Arrows.Keys, folders);
    }

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void Project_ReferencesOnlyWhatItsArrowsAllow(string project)
    {
        string[] references = [.. References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

        CollectionAssert.IsSubsetOf(references, Arrows[project]);
    }

    [TestMethod]
    public void Hub_DependsOnNothing()
    {
        Assert.IsEmpty(References("Hub", "ProjectReference"));
        Assert.IsEmpty(References("Hub", "PackageReference"));
        Assert.IsEmpty(References("Hub", "FrameworkReference"));
    }

    [TestMethod]
    [DataRow("Chat")]
    [DataRow("Journal")]
    public void Project_KnowsNoProtobufAndNoAspNet(string project)
    {
        Assert.IsEmpty(References(project, "FrameworkReference"));
        Assert.DoesNotContain("Google.Protobuf", References(project, "PackageReference"));
    }

    private static string[] References(string project, string kind) =>
    [
        .. XDocument.Load(Path.Combine(SourceFolder(), project, $"{project}.csproj"))
            .Descendants(kind)
            .Select(reference => reference.Attribute("Include")!.Value),
    ];

    private static string SourceFolder() => Path.Combine(Repository.Root, "src");
}
