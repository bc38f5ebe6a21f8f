using Messenger.Grpc;

namespace Messenger.ServerHost.Tests;

/// <summary>Takes a response, and does at each flush what the test likes.</summary>
internal sealed class ResponseDouble(Func<Task>? onFlush = null) : IFrameWriter
{
    private readonly List<byte> _written = [];

    /// <summary>All that was written.</summary>
    public byte[] Written => [.. _written];

    /// <summary>The most that was written between two flushes, or after the last.</summary>
    public int MostUnflushed { get; private set; }

    public int UnflushedBytes { get; private set; }

    public void Write(ReadOnlySpan<byte> frame)
    {
        _written.AddRange(frame);
        UnflushedBytes += frame.Length;
        MostUnflushed = Math.Max(MostUnflushed, UnflushedBytes);
    }

    public async ValueTask FlushAsync()
    {
        UnflushedBytes = 0;
        if (onFlush is not null)
        {
            await onFlush();
        }
    }
}
