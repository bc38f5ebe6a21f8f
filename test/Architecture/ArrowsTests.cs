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
        CollectionAssert.IsSubsetOf(ProjectsOf(project), Arrows[project]);
    }

    // The images restore before the sources are there, from project files that are named one by one.
    [TestMethod]
    [DataRow("server.dockerfile", "ServerHost")]
    [DataRow("client.dockerfile", "ClientHost")]
    public void Image_RestoresAllProjectsOfItsProgram(string dockerfile, string program)
    {
        string[] copied = [.. File.ReadLines(Path.Combine(Repository.Root, dockerfile)).Where(line => line.StartsWith("COPY src/", StringComparison.Ordinal))];

        string[] missing = [.. All(program).Where(project => !copied.Contains($"COPY src/{project}/{project}.csproj src/{project}/"))];

        Assert.IsEmpty(missing);
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

    private static IEnumerable<string> All(string project) => ProjectsOf(project).SelectMany(All).Prepend(project).Distinct();

    private static string[] ProjectsOf(string project) =>
        [.. References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

    private static string[] References(string project, string kind) =>
    [
        .. XDocument.Load(Path.Combine(SourceFolder(), project, $"{project}.csproj"))
            .Descendants(kind)
            .Select(reference => reference.Attribute("Include")!.Value),
    ];

    private static string SourceFolder() => Path.Combine(Repository.Root, "src");
}
