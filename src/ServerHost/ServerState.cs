namespace Messenger.ServerHost;

/// <summary>One state of the server, which lasts until another one takes its place.</summary>
/// <param name="isServing">Whether the server serves.</param>
/// <param name="isStopping">Whether it stops: then no other state follows.</param>
internal sealed class ServerState(bool isServing, bool isStopping)
{
    public bool IsServing { get; } = isServing;

    public bool IsStopping { get; } = isStopping;

    /// <summary>Completed by whoever puts another one in its place, afterwards.</summary>
    public TaskCompletionSource IsOver { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
