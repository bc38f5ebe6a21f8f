using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>Says things in the shared chat, by <c>mes_grpc.MessengerServer</c>, until the server has answered.</summary>
internal sealed class SharedChatSender(RetryingSender sender, MessengerClient client, ServerJournal journal)
{
    /// <summary>Returns when the server accepted the message.</summary>
    /// <exception cref="RpcException">The server has refused it.</exception>
    /// <exception cref="SendFailedException">It was not acknowledged.</exception>
    public Task<SendTime> SendAsync(SendMessageRequest request, string key, DateTime deadline, CancellationToken giveUp) =>
        sender.SendAsync(options => AttemptAsync(request, key, options), deadline, giveUp);

    private async Task<SendTime> AttemptAsync(SendMessageRequest request, string key, CallOptions options)
    {
        Metadata headers = new() { { JournalMetadata.IdempotencyKey, key } };
        using AsyncUnaryCall<SendMessageResponse> call = client.SendMessage(request, options with { Headers = headers });
        SendMessageResponse response = await call.ResponseAsync;
        journal.Note(await call.ResponseHeadersAsync);
        return SendTime.From(response.SendTime);
    }
}
