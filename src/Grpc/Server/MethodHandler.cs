namespace Messenger.Grpc;

/// <summary>Serves the calls of one method: reads the request, runs the method, writes what it answers.</summary>
/// <param name="path">The path of its calls.</param>
internal abstract class MethodHandler(string path)
{
    /// <summary>The method: <c>package.Service/Method</c>.</summary>
    public string Name { get; } = path[1..];

    /// <summary>Serves a call. Whatever it throws becomes the call's status.</summary>
    public abstract Task HandleAsync(ServerCall call);
}
