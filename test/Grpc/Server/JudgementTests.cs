using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Messenger.Grpc.Tests;

/// <summary>What is a call at all, and what is answered to what is none.</summary>
[TestClass]
public sealed class JudgementTests
{
    [TestMethod]
    [DataRow("GET")]
    [DataRow("PUT")]
    [DataRow("DELETE")]
    [DataRow("OPTIONS")]
    public async Task Request_WithAnotherVerb_Gets405WithAllow(string verb)
    {
        RawAnswer answer = await SendAsync(EchoService.EchoPath, "application/grpc", verb);

        Assert.AreEqual(405, answer.HttpStatus);
        Assert.AreEqual("POST", answer.Headers["allow"].Single());
        Assert.IsNull(answer.Status);
    }

    [TestMethod]
    public async Task Verb_IsJudgedBeforePathAndContentType()
    {
        RawAnswer answer = await SendAsync("/nowhere", "text/plain", "GET");

        Assert.AreEqual(405, answer.HttpStatus);
    }

    [TestMethod]
    [DataRow("/messenger.test.Nobody/Echo", "Service is unimplemented.")]
    [DataRow("/messenger.test.echo/Echo", "Service is unimplemented.")]
    [DataRow("/Echo", "Service is unimplemented.")]
    [DataRow("/", "Service is unimplemented.")]
    [DataRow("/messenger.test.Echo/Echo/", "Service is unimplemented.")]
    [DataRow("/messenger.test.Echo/Nothing", "Method is unimplemented.")]
    [DataRow("/messenger.test.Echo/echo", "Method is unimplemented.")]
    [DataRow("/messenger.test.Echo/", "Method is unimplemented.")]
    public async Task Call_OfAnUnknownPath_GetsUnimplementedInTheHeaders(string path, string message)
    {
        RawAnswer answer = await SendAsync(path, "application/grpc");

        answer.AssertStatus(12, message);
        Assert.IsTrue(answer.IsTrailersOnly);
    }

    [TestMethod]
    [DataRow("text/plain")]
    [DataRow("application/grpc-web")]
    [DataRow(null)]
    public async Task Request_ForAnUnknownPathThatIsNoCall_Gets404(string? contentType)
    {
        RawAnswer answer = await SendAsync("/messenger.test.Echo/Nothing", contentType);

        Assert.AreEqual(404, answer.HttpStatus);
        Assert.IsNull(answer.Status);
    }

    [TestMethod]
    [DataRow("application/grpc")]
    [DataRow("APPLICATION/gRPC")]
    [DataRow("application/grpc+proto")]
    [DataRow("application/grpc+json")]
    [DataRow("application/grpc;charset=utf-8")]
    [DataRow("application/grpc; charset=utf-8")]
    public async Task ContentType_OfGrpcInAnyForm_IsAccepted(string contentType)
    {
        RawAnswer answer = await SendAsync(EchoService.EchoPath, contentType);

        answer.AssertStatus(0, null);
    }

    [TestMethod]
    [DataRow("application/grpc-web")]
    [DataRow("application/grpc-web+proto")]
    [DataRow("application/grpcx")]
    [DataRow("application/json")]
    [DataRow("text/plain")]
    [DataRow(null)]
    public async Task ContentType_OfSomethingElse_Gets415WithStatusInternal(string? contentType)
    {
        RawAnswer answer = await SendAsync(EchoService.EchoPath, contentType);

        Assert.AreEqual(415, answer.HttpStatus);
        Assert.AreEqual(13, answer.Status);
        Assert.AreEqual($"Content-Type '{contentType}' is not supported: it must be application/grpc.", answer.Message);
    }

    [TestMethod]
    public async Task Request_OverHttp1_Gets400()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, server.Server.Port).Within();
        string request = $"POST {EchoService.EchoPath} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/grpc\r\n\r\n";
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request)).Within();

        using var answer = new StreamReader(tcp.GetStream());
        string? statusLine = await answer.ReadLineAsync().Within();

        Assert.AreEqual("HTTP/1.1 400 Bad Request", statusLine);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("trailers")]
    public async Task Te_IsNotDemanded(string? te)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of([]), te is null ? [] : [("te", te)]);

        answer.AssertStatus(0, null);
    }

    private static async Task<RawAnswer> SendAsync(string path, string? contentType, string verb = "POST")
    {
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);
        var content = new ByteArrayContent(Frames.Of([]));
        if (contentType is not null)
        {
            Assert.IsTrue(content.Headers.TryAddWithoutValidation("content-type", contentType));
        }

        using HttpRequestMessage request = RawHttpClient.Post(path, content);
        request.Method = new HttpMethod(verb);
        return await http.SendAsync(request);
    }
}
