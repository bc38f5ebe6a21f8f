using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Messenger.Grpc.Tests;

/// <summary>Contracts and what serves them, held against each other before anybody calls.</summary>
[TestClass]
public sealed class ServiceBindingTests
{
    private static readonly ServiceDescriptor Kinds = TestReflection.Descriptor.FindTypeByName<ServiceDescriptor>("Kinds");

    [TestMethod]
    public void Build_WithMissingMethods_NamesThem()
    {
        ServerServiceDefinitionBuilder builder = new ServerServiceDefinitionBuilder(Kinds)
            .AddMethod<EchoMessage, EchoMessage>("Unary", Echo);

        InvalidOperationException e = Assert.ThrowsExactly<InvalidOperationException>(() => builder.Build());

        Assert.AreEqual("The contract has /messenger.test.Kinds/Gather, /messenger.test.Kinds/Talk, and nothing serves it.", e.Message);
    }

    [TestMethod]
    public void Build_OfAWholeContract_HasItsName() => Assert.AreEqual("messenger.test.Echo", new EchoService().Bind().ServiceName);

    [TestMethod]
    public void AddMethod_ThatTheContractDoesNotHave_Throws() => AssertRefused(
        builder => builder.AddMethod<EchoMessage, EchoMessage>("Nothing", Echo),
        "The contract messenger.test.Echo has no method Nothing.");

    [TestMethod]
    public void AddMethod_WithAnotherRequest_Throws() => AssertRefused(
        builder => builder.AddMethod<Empty, EchoMessage>("Echo", (_, _) => Task.FromResult(new EchoMessage())),
        $"/messenger.test.Echo/Echo takes {typeof(EchoMessage)} by the contract, not {typeof(Empty)}.");

    [TestMethod]
    public void AddMethod_WithAnotherResponse_Throws() => AssertRefused(
        builder => builder.AddMethod<EchoMessage, Empty>("Echo", (_, _) => Task.FromResult(new Empty())),
        $"/messenger.test.Echo/Echo returns {typeof(EchoMessage)} by the contract, not {typeof(Empty)}.");

    [TestMethod]
    public void AddMethod_UnaryForAStream_Throws() => AssertRefused(
        builder => builder.AddMethod<RepeatRequest, EchoMessage>("Repeat", (_, _) => Task.FromResult(new EchoMessage())),
        "/messenger.test.Echo/Repeat is ServerStreaming in the contract, not Unary.");

    [TestMethod]
    public void AddMethod_StreamForAUnaryMethod_Throws() => AssertRefused(
        builder => builder.AddMethod(
            "Echo", new ServerStreamingServerMethod<EchoMessage, EchoMessage>((_, _, _) => Task.CompletedTask)),
        "/messenger.test.Echo/Echo is Unary in the contract, not ServerStreaming.");

    [TestMethod]
    [DataRow("Echo", "Unary")]
    [DataRow("Nothing", null)]
    public void AddMethod_DuplexForAnotherMethod_Throws(string name, string? kind) => AssertRefused(
        builder => builder.AddMethod(
            name, new DuplexStreamingServerMethod<EchoMessage, EchoMessage>((_, _, _) => Task.CompletedTask)),
        kind is null
            ? $"The contract messenger.test.Echo has no method {name}."
            : $"/messenger.test.Echo/{name} is {kind} in the contract, not DuplexStreaming.");

    [TestMethod]
    public void AddMethod_DuplexForAResponseStream_Throws() => AssertRefused(
        builder => builder.AddMethod(
            "Repeat", new DuplexStreamingServerMethod<RepeatRequest, EchoMessage>((_, _, _) => Task.CompletedTask)),
        "/messenger.test.Echo/Repeat is ServerStreaming in the contract, not DuplexStreaming.");

    [TestMethod]
    public void AddMethod_ResponseStreamForDuplex_Throws() => AssertRefused(
        builder => builder.AddMethod(
            "Chat", new ServerStreamingServerMethod<EchoMessage, EchoMessage>((_, _, _) => Task.CompletedTask)),
        "/messenger.test.Echo/Chat is DuplexStreaming in the contract, not ServerStreaming.");

    [TestMethod]
    public void AddFrameStreaming_ForAUnaryMethod_Throws() => AssertRefused(
        builder => builder.AddFrameStreaming<EchoMessage, EchoMessage>("Echo", (_, _, _) => Task.CompletedTask),
        "/messenger.test.Echo/Echo is Unary in the contract, not ServerStreaming.");

    [TestMethod]
    public void AddMethod_Twice_Throws() => AssertRefused(
        builder => builder.AddMethod<EchoMessage, EchoMessage>("Echo", Echo).AddMethod<EchoMessage, EchoMessage>("Echo", Echo),
        "/messenger.test.Echo/Echo is bound already.");

    [TestMethod]
    [DataRow("Gather", "ClientStreaming")]
    [DataRow("Talk", "DuplexStreaming")]
    public void AddMethod_ForKindsThatAreNotServed_Throws(string name, string kind)
    {
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(
            () => new ServerServiceDefinitionBuilder(Kinds).AddMethod<EchoMessage, EchoMessage>(name, Echo));

        Assert.AreEqual($"/messenger.test.Kinds/{name} is {kind} in the contract, not Unary.", e.Message);
    }

    private static Task<EchoMessage> Echo(EchoMessage request, ServerCallContext context) => Task.FromResult(request);

    private static void AssertRefused(Action<ServerServiceDefinitionBuilder> add, string message)
    {
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(
            () => add(new ServerServiceDefinitionBuilder(EchoService.Descriptor)));

        Assert.StartsWith(message, e.Message);
    }
}
