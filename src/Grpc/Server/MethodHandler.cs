namespace Messenger.Grpc;

/// <summary>Serves the calls of one method: reads the request, runs the method, writes what it answers.</summary>
internal abstract class MethodHandler
{
    /// <summary>Serves a call. Whatever it throws becomes the call's status.</summary>
    public abstract Task HandleAsync(ServerCall call);
}
