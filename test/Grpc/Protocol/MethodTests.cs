using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;

namespace Messenger.Grpc.Tests;

/// <summary>Methods, held against their contract.</summary>
[TestClass]
public sealed class MethodTests
{
    private static readonly ServiceDescriptor Kinds = TestReflection.Descriptor.FindTypeByName<ServiceDescriptor>("Kinds");

    [TestMethod]
    [DataRow("Unary", MethodType.Unary)]
    [DataRow("Gather", MethodType.ClientStreaming)]
    [DataRow("Talk", MethodType.DuplexStreaming)]
    public void Method_HasItsPathAndKind(string name, MethodType type)
    {
        var method = new Method<EchoMessage, EchoMessage>(Kinds, name);

        Assert.AreEqual($"/messenger.test.Kinds/{name}", method.FullName);
        Assert.AreEqual(type, method.Type);
    }

    [TestMethod]
    public void Method_OfTheSharedChat_IsTheContracts()
    {
        var method = new Method<Empty, ReadMessagesResponse>(MessengerReflection.Descriptor.Services.Single(), "ReadMessages");

        Assert.AreEqual("/mes_grpc.MessengerServer/ReadMessages", method.FullName);
        Assert.AreEqual(MethodType.ServerStreaming, method.Type);
    }

    [TestMethod]
    public void Method_ThatTheContractDoesNotHave_Throws()
    {
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => new Method<EchoMessage, EchoMessage>(Kinds, "unary"));

        Assert.StartsWith("The contract messenger.test.Kinds has no method unary.", e.Message);
    }

    [TestMethod]
    public void Method_WithOtherMessages_Throws()
    {
        ArgumentException request = Assert.ThrowsExactly<ArgumentException>(() => new Method<Empty, EchoMessage>(Kinds, "Unary"));
        ArgumentException response = Assert.ThrowsExactly<ArgumentException>(() => new Method<EchoMessage, Empty>(Kinds, "Unary"));

        string rest = $"{typeof(EchoMessage)} by the contract, not {typeof(Empty)}.";
        Assert.AreEqual($"/messenger.test.Kinds/Unary takes {rest}", request.Message);
        Assert.AreEqual($"/messenger.test.Kinds/Unary returns {rest}", response.Message);
    }

    [TestMethod]
    public void Method_WithoutAService_Throws() =>
        Assert.ThrowsExactly<ArgumentNullException>(() => new Method<EchoMessage, EchoMessage>(null!, "Unary"));
}
