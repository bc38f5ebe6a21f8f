using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>Reads a call's responses one by one.</summary>
/// <param name="call">The call.</param>
/// <param name="read">Reads its next response; null at the end.</param>
internal sealed class ClientStreamReader<T>(ClientCall<T> call, Func<Task<T?>> read) : IAsyncStreamReader<T>
    where T : class, IMessage<T>
{
    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("There is no message: nothing was read, or the stream has ended.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static c => ((ClientCall<T>)c!).Cancel(), call);
        _current = null;
        _current = await read();
        return _current is not null;
    }
}
