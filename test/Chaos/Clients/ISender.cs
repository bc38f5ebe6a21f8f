namespace Messenger.Chaos;

/// <summary>Sends, each message with a key of its own, until it is stopped; and what it has begun, until that is answered.</summary>
internal interface ISender
{
    Task RunAsync(CancellationToken stop);
}
