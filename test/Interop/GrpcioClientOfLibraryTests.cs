namespace Messenger.Interop;

/// <summary>Python's grpcio calls a server on src/Grpc: what the messenger itself does not use.</summary>
[TestClass]
public sealed class GrpcioClientOfLibraryTests
{
    private static readonly string[][] Echo =
    [
        ["echo-text", "a b, c; 100%"],
        ["echo-bin", Convert.ToBase64String([0, 0xFF, 1])],
        ["echo-bin", Convert.ToBase64String("Жанна"u8)],
        ["echo.empty-bin", ""],
    ];

    [TestInitialize]
    public Task NeedPythonAsync() => Python.RequireAsync();

    [TestMethod]
    [DataRow("В комнате «Ж» никого нет 🦀")]
    [DataRow("100 % of %D0%96, and a line\r\nbreak")]
    public async Task Failure_WithASentenceOfAnyLanguage_ArrivesAsItWas(string sentence)
    {
        await using EchoServer server = await EchoServer.StartAsync();
        await using GrpcioClient client = await GrpcioClient.StartAsync(server.Port);

        Answer answer = await client.SendAsync("Alice", sentence);

        Assert.AreEqual(("NOT_FOUND", sentence), (answer.Code, answer.Details));
    }

    [TestMethod]
    public async Task Metadata_OfAFailure_ComesBackInItsTrailers()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        await using GrpcioClient client = await GrpcioClient.StartAsync(server.Port);

        Answer answer = await client.SendAsync("Alice", "Echo", ("metadata", Echo));

        AreSame(Echo, answer.Trailers);
    }

    [TestMethod]
    public async Task Metadata_OfAStream_ComesBackInItsHeadersAndTrailers()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        await using GrpcioClient client = await GrpcioClient.StartAsync(server.Port);

        string[][] headers = await client.OpenAsync("echo", ("metadata", Echo));
        Answer end = await client.ReadEndAsync("echo");

        Assert.AreEqual("OK", end.Code, end.Details);
        AreSame(Echo, headers);
        AreSame(Echo, end.Trailers);
    }

    private static void AreSame(string[][] expected, string[][] actual) =>
        Assert.AreEqual(Lines(expected), Lines(actual.Where(entry => entry[0].StartsWith("echo", StringComparison.Ordinal))));

    private static string Lines(IEnumerable<string[]> metadata) => string.Join('\n', metadata.Select(entry => $"{entry[0]}: {entry[1]}"));
}
