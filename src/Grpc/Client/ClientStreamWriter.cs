using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>Writes a call's requests one by one.</summary>
internal sealed class ClientStreamWriter<TRequest, TResponse> : IClientStreamWriter<TRequest>
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private const int Idle = 0;
    private const int Writing = 1;
    private const int Completed = 2;

    private readonly RequestStreamContent _content;
    private readonly SharedReads<TResponse> _reads;
    private int _state;

    public ClientStreamWriter(ClientCall<TResponse> call, RequestStreamContent content, SharedReads<TResponse> reads)
    {
        _content = content;
        _reads = reads;

        // Nobody may be reading who would see it.
        call.Token.UnsafeRegister(static content => ((RequestStreamContent)content!).Stop(), content);
    }

    public async Task WriteAsync(TRequest message)
    {
        byte[] frame = MessageFrame.Encode(message);
        ThrowUnlessIdle(Interlocked.CompareExchange(ref _state, Writing, Idle));
        try
        {
            await _content.WriteAsync(frame);
        }
        catch (Exception)
        {
            // Why is in the call's end, the reason for this one included.
            throw await _reads.ReadToTheEndAsync();
        }
        finally
        {
            Volatile.Write(ref _state, Idle);
        }
    }

    public Task CompleteAsync()
    {
        int state = Interlocked.CompareExchange(ref _state, Completed, Idle);
        if (state == Writing)
        {
            return Task.FromException(WriteInProgress());
        }

        _content.Complete();
        return Task.CompletedTask;
    }

    private static InvalidOperationException WriteInProgress() => new("The last write has not completed.");

    private static void ThrowUnlessIdle(int state)
    {
        if (state != Idle)
        {
            throw state == Writing ? WriteInProgress() : new InvalidOperationException("The requests were completed before.");
        }
    }
}
