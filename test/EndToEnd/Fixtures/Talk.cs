using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>A stream of SendMessage.</summary>
internal sealed class Talk(AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> call) : IDisposable
{
    /// <summary>Waits until the server has opened it.</summary>
    public Task OpenedAsync() => call.ResponseHeadersAsync.Within();

    public Task SayAsync(string room, string content, string author = "Alice", string idempotencyKey = "") => call.RequestStream.WriteAsync(
        new SendMessageRequest { RoomId = room, AuthorId = author, Content = content, IdempotencyKey = idempotencyKey }).Within();

    /// <summary>Says what the server refuses, or what comes after that: the stream may end before it is written.</summary>
    public async Task SayInVainAsync(string room, string content, string author = "Alice")
    {
        try
        {
            await SayAsync(room, content, author);
        }
        catch (RpcException)
        {
            // The reader of the answers is told, too.
        }
    }

    public Task CompleteAsync() => call.RequestStream.CompleteAsync().Within();

    /// <summary>The next answer.</summary>
    public async Task<Message> AnswerAsync()
    {
        Assert.IsTrue(await call.ResponseStream.MoveNext(CancellationToken.None).Within());
        return call.ResponseStream.Current.Message;
    }

    /// <summary>The answers that are still to come, and how the stream ends.</summary>
    public async Task<(Message[] Answers, Status End)> ReadToEndAsync()
    {
        List<Message> answers = [];
        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None).Within())
            {
                answers.Add(call.ResponseStream.Current.Message);
            }

            return ([.. answers], call.GetStatus());
        }
        catch (RpcException e)
        {
            return ([.. answers], e.Status);
        }
    }

    public void Dispose() => call.Dispose();
}
