using System.Threading.Channels;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;
using Messenger.Journal;
using Message = Messenger.Chat.Message;

namespace Messenger.ServerHost;

/// <summary>
/// One call of <c>SendMessage</c>: each request is posted as soon as it is read, and answered when it is kept, in the order of the
/// requests. One task reads and posts, another one waits for what was posted, and answers.
/// </summary>
/// <remarks>
/// The first that goes wrong, in the order of the requests, is what the client is told. What was posted after it stays posted, and is
/// waited for.
/// </remarks>
internal sealed class PostingStream(
    Posts posts,
    IAsyncStreamReader<SendMessageRequest> requests,
    IFrameWriter answers,
    ChatStatus chatStatus,
    CancellationToken closing) : IDisposable
{
    // How many posts wait for their commit, about. One fsync is shared by so many, so that a stream does not wait for the disk with each
    // message; and with the largest texts they are 8 MiB, an eighth of what may wait for the disk before anybody is refused.
    private const int Window = 64;

    private readonly Channel<Task<JournalEntry>> _posted = Channel.CreateBounded<Task<JournalEntry>>(
        new BoundedChannelOptions(Window) { SingleReader = true, SingleWriter = true });

    private readonly CancellationTokenSource _stopReading = CancellationTokenSource.CreateLinkedTokenSource(closing);

    /// <summary>Serves the call until the client has sent its last and has all answers.</summary>
    /// <exception cref="RpcException">A request is refused, or the server stops. All that was accepted before is answered.</exception>
    /// <exception cref="OperationCanceledException">The call has ended.</exception>
    public async Task RunAsync()
    {
        Task answering = AnswerAllAsync();
        try
        {
            await PostAllAsync();
        }
        finally
        {
            // What goes wrong with an answer belongs to an earlier request, and is thrown instead.
            _posted.Writer.Complete();
            await answering;
        }
    }

    public void Dispose() => _stopReading.Dispose();

    private async Task PostAllAsync()
    {
        try
        {
            while (await requests.MoveNext(_stopReading.Token))
            {
                SendMessageRequest request = requests.Current;
                string? key = request.IdempotencyKey.Length == 0 ? null : request.IdempotencyKey;
                Task<JournalEntry> post = posts.PostAsync(request.RoomId, request.AuthorId, request.Content, key);
                await _posted.Writer.WriteAsync(post);
            }
        }
        catch (OperationCanceledException e) when (closing.IsCancellationRequested)
        {
            throw new RpcException(ChatStatus.Stopping, null, e);
        }
        catch (Exception e) when (chatStatus.Of(e) is { } status)
        {
            throw new RpcException(status, null, e);
        }
    }

    private async Task AnswerAllAsync()
    {
        try
        {
            await foreach (Task<JournalEntry> post in _posted.Reader.ReadAllAsync())
            {
                await AnswerAsync(post);
            }
        }
        catch (Exception e) when (chatStatus.Of(e) is { } status)
        {
            throw new RpcException(status, null, e);
        }
        finally
        {
            await _stopReading.CancelAsync();
            await foreach (Task<JournalEntry> post in _posted.Reader.ReadAllAsync())
            {
                // Nobody is there to be told how it went.
                await ((Task)post).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Answers that are there together go out in one flush, unless they are too much for one.
    private async ValueTask AnswerAsync(Task<JournalEntry> post)
    {
        if (!post.IsCompleted && answers.UnflushedBytes > 0)
        {
            await answers.FlushAsync();
        }

        answers.Write(RoomMessage.Frame(new Message(await post)));
        if (_posted.Reader.Count == 0 || answers.UnflushedBytes >= MessageStreams.FlushAfterBytes)
        {
            await answers.FlushAsync();
        }
    }
}
