using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Reflection.V1;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Messenger.Journal.Memory;
using Alpha = Grpc.Reflection.V1Alpha;

namespace Messenger.ServerHost.Tests;

/// <summary>The server tells its contracts.</summary>
[TestClass]
public sealed class ReflectionServiceTests
{
    private const string Messenger = "messenger.proto";
    private const string Chat = "chat.proto";
    private const string Health = "grpc/health/v1/health.proto";
    private const string Timestamp = "google/protobuf/timestamp.proto";

    private static Serving _serving = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _) => _serving = await Serving.StartAsync(new MemoryJournal());

    [ClassCleanup]
    public static Task StopAsync() => _serving.DisposeAsync().AsTask();

    [TestMethod]
    public async Task ListServices_OfAServer_HasAllThatAreServed()
    {
        ServerReflectionResponse response = await AskAsync(new ServerReflectionRequest { Host = "there", ListServices = "*" });

        Assert.AreSequenceEqual(
            [
                "chat.ChatService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
                "mes_grpc.MessengerServer",
            ],
            response.ListServicesResponse.Service.Select(service => service.Name));
        Assert.AreEqual("there", response.ValidHost);
        Assert.AreEqual(new ServerReflectionRequest { Host = "there", ListServices = "*" }, response.OriginalRequest);
    }

    [TestMethod]
    [DataRow("mes_grpc.MessengerServer", Messenger)]
    [DataRow("mes_grpc.MessengerServer.SendMessage", Messenger)]
    [DataRow("mes_grpc.SendMessageRequest", Messenger)]
    [DataRow("mes_grpc.SendMessageResponse.sendTime", Messenger)]
    [DataRow("chat.ChatService.WatchRooms", Chat)]
    [DataRow("chat.Message", Chat)]
    [DataRow("google.protobuf.Timestamp.nanos", Timestamp)]
    [DataRow("grpc.health.v1.HealthCheckResponse.ServingStatus", Health)]
    [DataRow("grpc.health.v1.HealthCheckResponse.SERVING", Health)]
    [DataRow("grpc.health.v1.HealthListResponse.StatusesEntry.value", Health)]
    [DataRow("grpc.reflection.v1.ServerReflectionRequest.message_request", "grpc/reflection/v1/reflection.proto")]
    public async Task FileContainingSymbol_OfAnythingThatIsDeclared_IsItsFile(string symbol, string file)
    {
        ServerReflectionResponse response = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        Assert.AreEqual(file, FilesOf(response)[0].Name);
    }

    [TestMethod]
    [DataRow("mes_grpc")]
    [DataRow("mes_grpc.Nothing")]
    [DataRow("ChatService")]
    [DataRow("grpc.health.v1.HealthCheckResponse.ServingStatus.SERVING")]
    [DataRow("")]
    public async Task FileContainingSymbol_OfWhatIsNowhereDeclared_IsNotFound(string symbol)
    {
        ServerReflectionResponse response = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        Assert.AreEqual(NotFound($"There is no symbol '{symbol}'."), response.ErrorResponse);
    }

    [TestMethod]
    public async Task FileByFilename_OfAFileThatImportsOthers_BringsThemAlong()
    {
        ServerReflectionResponse response = await AskAsync(new ServerReflectionRequest { FileByFilename = Messenger });

        FileDescriptorProto[] files = FilesOf(response);
        Assert.AreSequenceEqual([Messenger, "google/protobuf/empty.proto", Timestamp], files.Select(file => file.Name));

        // What was told can be compiled again to what it was.
        IReadOnlyList<FileDescriptor> built = FileDescriptor.BuildFromByteStrings(response.FileDescriptorResponse.FileDescriptorProto.Reverse());
        Assert.AreEqual(MessengerReflection.Descriptor.ToProto(), built[^1].ToProto());
    }

    [TestMethod]
    [DataRow(Chat)]
    [DataRow(Health)]
    [DataRow(Timestamp)]
    [DataRow("grpc/reflection/v1alpha/reflection.proto")]
    public async Task FileByFilename_OfAFile_BeginsWithIt(string name)
    {
        ServerReflectionResponse response = await AskAsync(new ServerReflectionRequest { FileByFilename = name });

        Assert.AreEqual(name, FilesOf(response)[0].Name);
    }

    [TestMethod]
    [DataRow("nothing.proto")]
    [DataRow("../chat.proto")]
    public async Task FileByFilename_OfAFileThatThereIsNot_IsNotFound(string name)
    {
        ServerReflectionResponse response = await AskAsync(new ServerReflectionRequest { FileByFilename = name });

        Assert.AreEqual(NotFound($"There is no file '{name}'."), response.ErrorResponse);
    }

    [TestMethod]
    public async Task FileContainingExtension_OfAnyNumber_IsNotFound()
    {
        var extension = new ExtensionRequest { ContainingType = "chat.Message", ExtensionNumber = 7 };

        ServerReflectionResponse response = await AskAsync(new ServerReflectionRequest { FileContainingExtension = extension });

        Assert.AreEqual(NotFound("There is no extension 7 of a message 'chat.Message'."), response.ErrorResponse);
    }

    [TestMethod]
    public async Task AllExtensionNumbers_OfAMessage_AreNone()
    {
        ServerReflectionResponse response = await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "chat.Message" });

        Assert.AreEqual(new ExtensionNumberResponse { BaseTypeName = "chat.Message" }, response.AllExtensionNumbersResponse);
    }

    [TestMethod]
    [DataRow("chat.Nothing")]
    [DataRow("chat.ChatService")]
    public async Task AllExtensionNumbers_OfNoMessage_AreNotFound(string type)
    {
        ServerReflectionResponse response = await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = type });

        Assert.AreEqual(NotFound($"There is no message '{type}'."), response.ErrorResponse);
    }

    [TestMethod]
    public async Task Request_ThatAsksForNothing_IsRefusedAndTheStreamGoesOn()
    {
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call = Open();
        await call.ResponseHeadersAsync.Within();

        await call.RequestStream.WriteAsync(new ServerReflectionRequest()).Within();
        ServerReflectionResponse refused = await ReadAsync(call);
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = "nothing" }).Within();
        ServerReflectionResponse notFound = await ReadAsync(call);
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = "chat.Message" }).Within();
        ServerReflectionResponse found = await ReadAsync(call);
        await call.RequestStream.CompleteAsync().Within();

        Assert.AreEqual((int)StatusCode.InvalidArgument, refused.ErrorResponse.ErrorCode);
        Assert.AreEqual((int)StatusCode.NotFound, notFound.ErrorResponse.ErrorCode);
        Assert.AreEqual(Chat, FilesOf(found)[0].Name);
        Assert.IsFalse(await call.ResponseStream.MoveNext(CancellationToken.None).Within());
    }

    [TestMethod]
    public async Task V1Alpha_AskedTheSame_AnswersTheSame()
    {
        var request = new ServerReflectionRequest { Host = "there", FileContainingSymbol = "chat.ChatService" };
        ServerReflectionResponse expected = await AskAsync(request);
        using AsyncDuplexStreamingCall<Alpha.ServerReflectionRequest, Alpha.ServerReflectionResponse> call = _serving.Channel.DuplexStreamingCall(
            new Method<Alpha.ServerReflectionRequest, Alpha.ServerReflectionResponse>(ReflectionService.Contracts[1], "ServerReflectionInfo"));

        await call.RequestStream.WriteAsync(Alpha.ServerReflectionRequest.Parser.ParseFrom(request.ToByteString())).Within();
        Assert.IsTrue(await call.ResponseStream.MoveNext(CancellationToken.None).Within());

        Assert.AreEqual(expected.ToByteString(), call.ResponseStream.Current.ToByteString());
    }

    [TestMethod]
    public async Task Stream_ThatNobodyAsksOver_EndsWhenTheHouseCloses()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call = Open(serving);
        await call.ResponseHeadersAsync.Within();

        await serving.Rooms.CloseAsync().Within();

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).Within());
        Assert.AreEqual(ChatStatus.Stopping, e.Status);
        await serving.WhenIdleAsync().Within();
    }

    private static ErrorResponse NotFound(string message) => new() { ErrorCode = (int)StatusCode.NotFound, ErrorMessage = message };

    private static FileDescriptorProto[] FilesOf(ServerReflectionResponse response) =>
        [.. response.FileDescriptorResponse.FileDescriptorProto.Select(file => FileDescriptorProto.Parser.ParseFrom(file))];

    private static AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> Open(Serving? serving = null) =>
        (serving ?? _serving).Channel.DuplexStreamingCall(
            new Method<ServerReflectionRequest, ServerReflectionResponse>(ReflectionService.Contracts[0], "ServerReflectionInfo"));

    private static async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call = Open();
        await call.RequestStream.WriteAsync(request).Within();
        return await ReadAsync(call);
    }

    private static async Task<ServerReflectionResponse> ReadAsync(AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call)
    {
        Assert.IsTrue(await call.ResponseStream.MoveNext(CancellationToken.None).Within());
        return call.ResponseStream.Current;
    }
}
