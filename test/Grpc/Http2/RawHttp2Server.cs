using System.Net;
using System.Net.Sockets;

namespace Messenger.Grpc.Tests;

/// <summary>A server that answers with what the test hands it, frame by frame.</summary>
internal sealed class RawHttp2Server : IDisposable
{
    private const int PrefaceLength = 24;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public RawHttp2Server() => _listener.Start();

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public async Task<Http2Connection> AcceptAsync(params (Setting Setting, uint Value)[] settings)
    {
        var connection = new Http2Connection(await _listener.AcceptTcpClientAsync().Within());
        await connection.ReadBytesAsync(PrefaceLength);
        await connection.SendSettingsAsync(settings);
        return connection;
    }

    /// <summary>Opens a channel to it, answers its first call with frames, and tells how the call failed.</summary>
    public static async Task<RpcException> FailureAsync(Func<Http2Connection, int, Task> answer)
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Task<EchoMessage> call = channel.EchoAsync();
        using Http2Connection connection = await server.AcceptAsync();
        Http2Frame request = await connection.NextRequestAsync();
        await answer(connection, request.StreamId);
        return await EchoCalls.FailureOf(call);
    }

    public void Dispose() => _listener.Dispose();
}
