namespace Messenger.ClientHost.Events;

/// <summary>What comes from the server by one stream, for all who watch it. It runs until it is disposed of.</summary>
internal interface IFeed : IAsyncDisposable
{
    /// <summary>
    /// Fails when the feed brings nothing more to anybody: with <see cref="Grpc.RpcException"/> where the server refuses, otherwise by a
    /// defect.
    /// </summary>
    Task Completion { get; }
}
