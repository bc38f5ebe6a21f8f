using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>Says things in rooms, by <c>chat.ChatService</c>, each over a call of its own, until the server has answered.</summary>
internal sealed class RoomMessageSender(RetryingSender sender, ChatClient client, ServerJournal journal)
{
    // Some servers send headers only with the first response: they are not waited for longer than that.
    private static readonly TimeSpan LongestWaitForHeaders = TimeSpan.FromSeconds(1);

    /// <summary>Returns the message as it is kept.</summary>
    /// <exception cref="RpcException">The server has refused it.</exception>
    /// <exception cref="SendFailedException">It was not acknowledged.</exception>
    public Task<KeptMessage> SendAsync(SendMessageRequest request, DateTime deadline, CancellationToken giveUp) =>
        sender.SendAsync(options => AttemptAsync(request, options), deadline, giveUp);

    private async Task<KeptMessage> AttemptAsync(SendMessageRequest request, CallOptions options)
    {
        AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> call = client.SendMessage(options);
        bool isAnswered = false;
        try
        {
            await OpenAsync(call, options.CancellationToken);
            await call.RequestStream.WriteAsync(request);
            await call.RequestStream.CompleteAsync();
            if (!await call.ResponseStream.MoveNext(CancellationToken.None) || call.ResponseStream.Current.Message is not { } message)
            {
                throw new RpcException(new Status(StatusCode.Unknown, "The server has ended the stream without the message."));
            }

            isAnswered = true;
            return new KeptMessage(message, (await call.ResponseHeadersAsync).GetValue(JournalMetadata.Journal));
        }
        finally
        {
            // Of an attempt that has failed, too: whether it can be repeated is what they say.
            if (call.ResponseHeadersAsync.IsCompletedSuccessfully)
            {
                journal.Note(await call.ResponseHeadersAsync);
            }

            if (isAnswered)
            {
                _ = EndAsync(call);
            }
            else
            {
                call.Dispose();
            }
        }
    }

    // Nothing is said before a request is written, whatever becomes of the call until then.
    private async Task OpenAsync(AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> call, CancellationToken giveUp)
    {
        try
        {
            await call.RequestHeadersSentAsync;
            Task<Metadata> headers = call.ResponseHeadersAsync;

            // They say whether the server keeps a journal before anything is sent that might have to be sent again.
            if (!journal.IsAnnounced && await Task.WhenAny(headers, Task.Delay(LongestWaitForHeaders, giveUp)) == headers)
            {
                await headers;
            }
        }
        catch (RpcException e)
        {
            throw new RpcException(e.Status, e.Trailers, e.InnerException) { IsUnprocessed = true };
        }
    }

    // Nobody waits for it. Disposed of before its end, the call would be reset; the deadline is its end at the latest.
    private static async Task EndAsync(AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> call)
    {
        using (call)
        {
            try
            {
                await call.ResponseStream.MoveNext(CancellationToken.None);
            }
            catch (RpcException)
            {
                // The message was acknowledged before that.
            }
        }
    }
}
