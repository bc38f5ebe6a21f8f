using Messenger.Contracts.Rooms;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

/// <summary>Stopping, of a server with rooms.</summary>
[TestClass]
public sealed class RoomStoppingTests
{
    private static readonly Status Stopping = new(StatusCode.Unavailable, "The server is stopping.");

    [TestMethod]
    public async Task Server_WithIdleStreams_EndsThemAndStops()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new RoomChat(server);
        string room = await chat.CreateAsync();
        using Talk silent = chat.Talk();
        await silent.OpenedAsync();
        using Talk answered = chat.Talk();
        await answered.SayAsync(room, "Hello");
        using AsyncServerStreamingCall<JoinRoomResponse> member = await chat.JoinAsync(room);
        await answered.AnswerAsync();

        await server.StopsWellAsync();

        Assert.AreEqual(Stopping, (await silent.ReadToEndAsync()).End);
        Assert.AreEqual(Stopping, (await answered.ReadToEndAsync()).End);
        (Message[] messages, Status end) = await RoomChat.ReadToEndAsync(member);
        Assert.HasCount(1, messages);
        Assert.AreEqual(Stopping, end);
    }

    [TestMethod]
    public async Task Server_ThatStopsWhileOneTalks_AnswersAllThatItAccepted()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new RoomChat(server);
        string room = await chat.CreateAsync();
        using AsyncServerStreamingCall<JoinRoomResponse> member = await chat.JoinAsync(room);
        Task<(Message[] Messages, Status End)> hearing = RoomChat.ReadToEndAsync(member);
        using Talk talk = chat.Talk();
        Task<(Message[] Answers, Status End)> answers = talk.ReadToEndAsync();
        var isBusy = new TaskCompletionSource();
        Task<RpcException> saying = Assert.ThrowsExactlyAsync<RpcException>(async () =>
        {
            for (int i = 0; ; i++)
            {
                await talk.SayAsync(room, $"{i}");
                if (i == 200)
                {
                    isBusy.SetResult();
                }
            }
        });
        await isBusy.Task.Within();

        server.Terminate();

        Assert.AreEqual(Stopping, (await saying.Within()).Status);
        (Message[] answered, Status end) = await answers.Within();
        (Message[] heard, Status endOfHearing) = await hearing.Within();
        Assert.AreEqual((Stopping, Stopping), (end, endOfHearing));
        CollectionAssert.AreEqual(heard, answered);
        Assert.AreSequenceEqual(Enumerable.Range(0, answered.Length).Select(i => $"{i}"), answered.Select(answer => answer.Content));
        Assert.AreEqual(0, await server.ExitCodeAsync());
    }
}
