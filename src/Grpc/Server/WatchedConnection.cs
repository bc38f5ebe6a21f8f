using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Messenger.Grpc;

/// <summary>A connection that is cut off when its peer reads nothing any more, and says in the log when its peer fell silent.</summary>
internal sealed class WatchedConnection : IDuplexPipe
{
    // How long the peer may take for what is unsent when Kestrel is through with the connection. It would wait for ever: what bounds it is a
    // data rate, and those are off.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    private static readonly Status Silent = new(StatusCode.Cancelled, "The peer is silent.");

    private readonly ConnectionContext _connection;
    private readonly GrpcServerOptions _options;
    private readonly WatchedInput _input;
    private readonly WatchedOutput _output;
    private volatile bool _isCutOff;

    /// <summary>Comes between a connection and Kestrel. The calls on it find it among their features.</summary>
    public WatchedConnection(ConnectionContext connection, GrpcServerOptions options)
    {
        _connection = connection;
        _options = options;
        _input = new WatchedInput(connection.Transport.Input);
        _output = new WatchedOutput(connection.Transport.Output);
        connection.Transport = this;
        connection.Features.Set(this);
    }

    public PipeReader Input => _input;

    public PipeWriter Output => _output;

    /// <summary>How the calls on it end, if it ends now and that is not its peer's wish; else null. May be asked from any thread.</summary>
    public Status? Fault => _isCutOff ? CallResponse.NotRead : IsSilent(Silence) ? Silent : null;

    private TimeSpan Silence => TimeSpan.FromMilliseconds(Environment.TickCount64 - _input.LastRead);

    private string Peer => _connection.RemoteEndPoint is IPEndPoint peer ? PeerAddress.Of(peer.Address, peer.Port) : PeerAddress.Of(null, 0);

    /// <summary>Cuts it off if what is to be sent has been waiting for the peer for longer than allowed.</summary>
    public void AbortIfStuck(long now, ILogger logger)
    {
        if (_isCutOff || !_output.IsFlushingSince(now - (long)_options.FlushTimeout.TotalMilliseconds))
        {
            return;
        }

        _isCutOff = true;
        ServerLog.PeerIsStuck(logger, Peer, _options.FlushTimeout);
        _connection.Abort(new ConnectionAbortedException("The peer does not read."));
    }

    /// <summary>
    /// Kestrel is through with it: what is unsent has a moment more. Where nothing has come for so long that a ping cannot have been
    /// answered, it has none, and the log says so.
    /// </summary>
    public void End(ILogger logger)
    {
        TimeSpan silence = Silence;
        if (!_isCutOff && IsSilent(silence))
        {
            ServerLog.PeerIsSilent(logger, Peer, TimeSpan.FromSeconds((long)silence.TotalSeconds));
            _connection.Abort(new ConnectionAbortedException("The peer is silent."));
        }
        else
        {
            _ = AbortLaterAsync();
        }
    }

    private bool IsSilent(TimeSpan silence) => silence - _options.KeepAlivePingDelay >= _options.KeepAlivePingTimeout;

    // Of a connection that is closed by then it changes nothing.
    private async Task AbortLaterAsync()
    {
        await Task.Delay(Linger);
        _connection.Abort(new ConnectionAbortedException("The peer does not read."));
    }
}
