using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Messenger.ServerHost.Tests;

/// <summary>Finds the files of contracts, however they import each other.</summary>
[TestClass]
public sealed class ContractIndexTests
{
    // The first imports the second and the third, and both of those the last.
    private static readonly FileDescriptor[] Files =
        [.. FileDescriptor.BuildFromByteStrings([File("last"), File("third", "last"), File("second", "last"), File("first", "second", "third")])];

    private static FileDescriptor First => Files[^1];

    [TestMethod]
    public void WithImports_OfAFileWhoseImportsImport_HasEachOnceAndItFirst()
    {
        IEnumerable<string> names = ContractIndex.WithImports(First).Select(file => file.Name);

        Assert.AreSequenceEqual(["first.proto", "second.proto", "third.proto", "last.proto"], names);
    }

    [TestMethod]
    [DataRow("first")]
    [DataRow("third")]
    [DataRow("last")]
    public void Find_OfWhatAnImportDeclares_FindsIt(string name)
    {
        var index = new ContractIndex([First]);

        Assert.AreEqual($"{name}.proto", index.FindFile($"{name}.proto")?.Name);
        Assert.AreEqual($"{name}.proto", index.FindSymbol($"{name}.Message")?.Name);
        Assert.IsTrue(index.HasMessage($"{name}.Message"));
    }

    private static ByteString File(string name, params string[] imports) => new FileDescriptorProto
    {
        Name = $"{name}.proto",
        Package = name,
        Syntax = "proto3",
        Dependency = { imports.Select(import => $"{import}.proto") },
        MessageType = { new DescriptorProto { Name = "Message" } },
    }.ToByteString();
}
