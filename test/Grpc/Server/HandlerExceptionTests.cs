using Microsoft.Extensions.Logging;

namespace Messenger.Grpc.Tests;

/// <summary>Exceptions of methods that are no <see cref="RpcException"/>: logged in full, told to nobody.</summary>
[TestClass]
public sealed class HandlerExceptionTests
{
    private const int MethodFailed = 1301;

    public static IEnumerable<object[]> Exceptions =>
    [
        [new InvalidOperationException("secret")],
        [new OperationCanceledException("secret")],
        [new TimeoutException("secret")],
        [new IOException("secret")],

        // It would be a success without a message.
        [new RpcException(Status.OK)],
    ];

    [TestMethod]
    [DynamicData(nameof(Exceptions))]
    public async Task Exception_OfAUnaryMethod_IsUnknownAndLogged(Exception exception)
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService { Echo = (_, _) => throw exception });
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of([]));

        answer.AssertStatus(2, "Exception was thrown by handler.");
        Assert.IsTrue(answer.IsTrailersOnly);
        AssertLogged(server, exception, EchoService.EchoPath);
    }

    [TestMethod]
    [DynamicData(nameof(Exceptions))]
    public async Task Exception_OfAStream_IsUnknownInTheTrailersAndLogged(Exception exception)
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Repeat = async (_, responses, _) =>
            {
                await responses.WriteAsync(new EchoMessage());
                throw exception;
            },
        });
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.RepeatAsync(Frames.Of([]));

        answer.AssertStatus(2, "Exception was thrown by handler.");
        Assert.HasCount(1, answer.Messages);
        AssertLogged(server, exception, EchoService.RepeatPath);
    }

    [TestMethod]
    public async Task UnaryMethod_WithoutAResponse_IsUnknownAndLogged()
    {
        await using TestServer server = await TestServer.StartAsync(
            new EchoService { Echo = (_, _) => Task.FromResult<EchoMessage>(null!) });
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of([]));

        answer.AssertStatus(2, "Exception was thrown by handler.");
        Assert.HasCount(1, server.Log.OfServer(MethodFailed));
    }

    [TestMethod]
    public async Task RpcException_IsNotLogged()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Echo = (_, _) => throw new RpcException(new Status(StatusCode.Internal, "told"), null, new InvalidOperationException("secret")),
        });
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of([]));

        answer.AssertStatus(13, "told");
        server.Log.AssertNoErrors();
    }

    private static void AssertLogged(TestServer server, Exception exception, string path)
    {
        LogEntry entry = server.Log.OfServer(MethodFailed).Single();
        Assert.AreEqual(LogLevel.Error, entry.Level);
        Assert.AreEqual($"{path} failed.", entry.Message);
        Assert.AreSame(exception, entry.Exception);
    }
}
