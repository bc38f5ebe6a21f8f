using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd.Abuse;

/// <summary>
/// Somebody else: says something again and again over a connection of its own, hears it over a stream that stays open, and expects to
/// be served as if it were alone.
/// </summary>
internal sealed class Bystander : IAsyncDisposable
{
    private readonly GrpcChat _chat;
    private readonly AsyncServerStreamingCall<ReadMessagesResponse> _stream;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _talking;
    private int _heard;

    private Bystander(GrpcChat chat, AsyncServerStreamingCall<ReadMessagesResponse> stream)
    {
        _chat = chat;
        _stream = stream;
        _talking = TalkAsync();
    }

    /// <summary>How many of its messages it has heard.</summary>
    public int Heard => Volatile.Read(ref _heard);

    public static async Task<Bystander> StartAsync(HostProcess server)
    {
        var chat = new GrpcChat(server);
        return new Bystander(chat, await chat.OpenStreamAsync());
    }

    /// <summary>Waits until it has been served so many times more.</summary>
    public async Task UntilServedAsync(int times)
    {
        int before = Heard;
        await Patience.Until(() => Heard >= before + times || _talking.IsCompleted, $"{times} messages of a bystander");
        Assert.IsFalse(_talking.IsCompleted, $"{_talking.Exception}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _talking.Within();
        _stream.Dispose();
        _chat.Dispose();
        _stop.Dispose();
    }

    private async Task TalkAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            string text = $"{_heard}";
            SendMessageResponse sent = await _chat.SendAsync("bystander", text);
            ReadMessagesResponse heard = await GrpcChat.ReadOneAsync(_stream);
            Assert.AreEqual((text, sent.SendTime), (heard.Text, heard.SendTime));
            Interlocked.Increment(ref _heard);
        }
    }
}
