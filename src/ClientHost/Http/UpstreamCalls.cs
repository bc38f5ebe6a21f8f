using System.Diagnostics;
using Messenger.ClientHost.Connection;
using Messenger.Grpc;

namespace Messenger.ClientHost.Http;

/// <summary>
/// Calls of the server for an HTTP request: they are made once, have the time that sending may take, end when the one who asked is gone,
/// and fail with a <see cref="Problem"/>.
/// </summary>
internal sealed class UpstreamCalls(ClientSettings settings, Connections connections, TimeProvider clock, Drain drain)
{
    /// <summary>Returns the server's answer.</summary>
    /// <param name="call">Makes the call, or several that share its time.</param>
    /// <param name="aborted">Cancelled when the one who asked is gone.</param>
    /// <exception cref="ProblemException">The call has failed; the inner exception is the call's.</exception>
    /// <exception cref="OperationCanceledException">The one who asked is gone.</exception>
    public async Task<T> CallAsync<T>(Func<CallOptions, Task<T>> call, CancellationToken aborted)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(aborted, drain.Over);
        long begun = Stopwatch.GetTimestamp();
        try
        {
            return await call(new CallOptions(null, clock.GetUtcNow().UtcDateTime + settings.SendDeadline, giveUp.Token));
        }
        catch (RpcException e) when (aborted.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, aborted);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && drain.Over.IsCancellationRequested)
        {
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "The client is stopping.", e);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.DeadlineExceeded)
        {
            connections.Doubt(begun);
            throw new ProblemException(
                StatusCodes.Status504GatewayTimeout, $"The server at {settings.ServerAddress.Authority} has not answered in time.", e);
        }
        catch (RpcException e) when (e is { StatusCode: StatusCode.Unavailable, InnerException: not null })
        {
            throw new ProblemException(
                StatusCodes.Status503ServiceUnavailable,
                $"There is no connection to the server at {settings.ServerAddress.Authority}. {e.Status.Detail}",
                e);
        }
        catch (RpcException e)
        {
            throw GrpcProblem.From(e, hasCursor: true);
        }
    }
}
