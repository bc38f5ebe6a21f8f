namespace Messenger.ClientHost.Http;

/// <summary>Some messages of a room, as the HTTP API shows them.</summary>
/// <param name="Messages">The messages, oldest first.</param>
/// <param name="HasMore">Whether there are more in the direction of reading.</param>
internal sealed record ApiMessagePage(IReadOnlyList<ApiMessage> Messages, bool HasMore);
