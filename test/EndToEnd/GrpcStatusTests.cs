using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

/// <summary>What the client makes of what a server answers.</summary>
[TestClass]
public sealed class GrpcStatusTests
{
    private static readonly Timestamp Sometime = new() { Seconds = 1758365922, Nanos = 665_193_000 };

    private static ScriptedServer _server = null!;
    private static HostProcess _client = null!;
    private static ChatApi _api = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        _server = await ScriptedServer.StartAsync(AnswerAsToldAsync);
        _client = await HostProcess.StartClientAsync(_server.Port);
        _api = new ChatApi(_client);
        await _client.UntilStreamIsOpenAsync();
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        _api.Dispose();
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestMethod]
    [DataRow(StatusCode.InvalidArgument, 400)]
    [DataRow(StatusCode.NotFound, 404)]
    [DataRow(StatusCode.AlreadyExists, 409)]
    [DataRow(StatusCode.PermissionDenied, 403)]
    [DataRow(StatusCode.ResourceExhausted, 429)]
    [DataRow(StatusCode.FailedPrecondition, 502)]
    [DataRow(StatusCode.OutOfRange, 502)]
    [DataRow(StatusCode.Unimplemented, 502)]
    [DataRow(StatusCode.Unauthenticated, 401)]
    public async Task Send_WhenTheServerRefuses_IsAnsweredWithTheHttpStatusAndTheReason(StatusCode code, int expected)
    {
        using HttpResponseMessage response = await _api.TrySendAsync("Alice", ((int)code).ToString(CultureInfo.InvariantCulture));

        Assert.AreEqual("Потому что.", await response.DetailAsync(expected));
    }

    [TestMethod]
    [DataRow(StatusCode.Unknown)]
    [DataRow(StatusCode.Aborted)]
    [DataRow(StatusCode.Internal)]
    [DataRow(StatusCode.DataLoss)]
    public async Task Send_WhenTheServerFails_IsAnsweredWithTheReasonAndThatItMayBeThere(StatusCode code)
    {
        using HttpResponseMessage response = await _api.TrySendAsync("Alice", ((int)code).ToString(CultureInfo.InvariantCulture));

        Assert.AreEqual(
            "Потому что. Whether it was sent is not known: sending it again may say it twice.", await response.DetailAsync(502));
    }

    [TestMethod]
    [DataRow(StatusCode.Cancelled, 503, "has not acknowledged the message.")]
    [DataRow(StatusCode.Unavailable, 503, "has not acknowledged the message.")]
    [DataRow(StatusCode.DeadlineExceeded, 504, "has not acknowledged the message in time.")]
    public async Task Send_WhenTheServerDoesNotSayWhatBecameOfIt_IsAnsweredThatItMayBeThere(StatusCode code, int expected, string reason)
    {
        using HttpResponseMessage response = await _api.TrySendAsync("Alice", ((int)code).ToString(CultureInfo.InvariantCulture));

        Assert.AreEqual(
            $"The server at localhost:{_server.Port} {reason} Потому что. Whether it was sent is not known: sending it again may say it twice.",
            await response.DetailAsync(expected));
    }

    [TestMethod]
    public async Task Send_WhenTheMessageNeverComesBack_IsAnsweredAllTheSame()
    {
        string[] times = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _api.SendAsync("Alice", "0")));

        Assert.AreEqual("2025-09-20T10:58:42.665193000Z", times.Distinct().Single());
    }

    private static Task<SendMessageResponse> AnswerAsToldAsync(SendMessageRequest request, ServerCallContext context)
    {
        var code = (StatusCode)int.Parse(request.Text, CultureInfo.InvariantCulture);
        return code == StatusCode.OK
            ? Task.FromResult(new SendMessageResponse { SendTime = Sometime })
            : throw new RpcException(new Status(code, "Потому что."));
    }
}
