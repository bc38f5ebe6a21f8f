namespace Messenger.Grpc;

/// <summary>
/// A stream of responses that were encoded before, by <see cref="MessageFrame"/>: for fan-out, where one message goes to many streams.
/// For one writer, one call at a time.
/// </summary>
public interface IFrameWriter
{
    /// <summary>
    /// How many bytes were written since the last flush. They are buffered, so who writes much should flush from time to time; that also
    /// lets the flush timeout see progress.
    /// </summary>
    int UnflushedBytes { get; }

    /// <summary>Buffers a frame, or a piece of one.</summary>
    void Write(ReadOnlySpan<byte> frame);

    /// <summary>Sends what is buffered; completes when the transport has taken it.</summary>
    /// <exception cref="OperationCanceledException">The call has ended.</exception>
    ValueTask FlushAsync();
}
