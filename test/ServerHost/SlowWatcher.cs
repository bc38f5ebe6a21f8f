using System.Threading.Channels;
using Grpc.Health.V1;
using Messenger.Grpc;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Messenger.ServerHost.Tests;

/// <summary>Takes what a watch tells, and has taken each only when the test lets it.</summary>
internal sealed class SlowWatcher : IServerStreamWriter<HealthCheckResponse>, IDisposable
{
    private readonly Channel<ServingStatus> _told = Channel.CreateUnbounded<ServingStatus>();
    private readonly SemaphoreSlim _released = new(0);

    /// <summary>How often something was told.</summary>
    public int Count { get; private set; }

    /// <summary>What is told next, which goes on being written.</summary>
    public Task<ServingStatus> TakeAsync() => _told.Reader.ReadAsync().Within();

    /// <summary>What was told is written.</summary>
    public void Release() => _released.Release();

    public async Task WriteAsync(HealthCheckResponse message)
    {
        Count++;
        await _told.Writer.WriteAsync(message.Status);
        await _released.WaitAsync();
    }

    public void Dispose() => _released.Dispose();
}
