using Messenger.ClientHost.Connection;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.ClientHost.Terminal;

/// <summary>The menu, and what its points do.</summary>
internal sealed class Menu(ITerminal terminal, Texts texts, ChatClient client, CallFailure failures, string author, TimeSpan patience)
{
    private readonly Page _page = new(
        new Line(texts.Menu, TextRole.Heading),
        [
            new Line(texts.MenuCreate),
            new Line(texts.MenuList),
            new Line(texts.MenuJoin),
            new Line(texts.MenuHistory),
            new Line(texts.MenuLeave),
        ]);

    /// <summary>Runs until the user leaves, or the input ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        bool goesOn = true;
        while (goesOn)
        {
            terminal.Show(_page);
            string? choice = await terminal.ReadLineAsync(texts.AskChoice, cancellationToken);
            switch (choice?.Trim())
            {
                case "1":
                    goesOn = await AskAsync(texts.AskRoomName, texts.BlankRoomName, CreateAsync, cancellationToken)
                        && await PauseAsync(cancellationToken);
                    break;
                case "2":
                    await ListAsync(CallOptions(cancellationToken));
                    goesOn = await PauseAsync(cancellationToken);
                    break;
                case "3":
                    goesOn = await AskAsync(texts.AskRoomId, texts.BlankRoomId, JoinAsync, cancellationToken);
                    break;
                case "4":
                    goesOn = await AskAsync(texts.AskRoomId, texts.BlankRoomId, ReadBackAsync, cancellationToken)
                        && await PauseAsync(cancellationToken);
                    break;
                case "5":
                    terminal.Say(new Line(Texts.Fill(texts.Goodbye, author)));
                    goesOn = false;
                    break;
                case null:
                    goesOn = false;
                    break;
                default:
                    terminal.Say(new Line(texts.WrongChoice, TextRole.Warning));
                    break;
            }
        }
    }

    // False, here and below: the input has ended.
    private async Task<bool> PauseAsync(CancellationToken cancellationToken) =>
        await terminal.ReadLineAsync(texts.BackToMenu, cancellationToken) is not null;

    private async Task<bool> AskAsync(
        string question, string blank, Func<string, CancellationToken, Task<bool>> answerAsync, CancellationToken cancellationToken)
    {
        switch (await terminal.ReadLineAsync(question, cancellationToken))
        {
            case null:
                return false;
            case { } answer when !string.IsNullOrWhiteSpace(answer):
                return await answerAsync(answer.Trim(), cancellationToken);
            default:
                terminal.Say(new Line(blank, TextRole.Warning));
                return true;
        }
    }

    private async Task<bool> CreateAsync(string name, CancellationToken cancellationToken)
    {
        await SayFailureAsync(null, async () =>
        {
            CreateRoomResponse response = await client.CreateRoomAsync(
                new CreateRoomRequest { Name = name }, CallOptions(cancellationToken));
            ChatRoom room = response.Room ?? new ChatRoom();
            terminal.Say(new Line(Texts.Fill(texts.RoomCreated, room.Name, room.Id), TextRole.Good));
        }, cancellationToken);
        return true;
    }

    private async Task ListAsync(CallOptions options) =>
        await SayFailureAsync(null, async () =>
        {
            ListRoomsResponse response = await client.ListRoomsAsync(new ListRoomsRequest(), options);
            terminal.Say(response.Rooms.Count == 0
                ? [new Line(texts.NoRooms)]
                :
                [
                    new Line(texts.Rooms, TextRole.Heading),
                    .. response.Rooms.Select(room => new Line(new TextRun($"- {room.Name} "), new TextRun($"({room.Id})", TextRole.Faint))),
                ]);
        }, options.CancellationToken);

    private async Task<bool> JoinAsync(string roomId, CancellationToken cancellationToken)
    {
        bool goesOn = true;
        await SayFailureAsync(roomId, async () =>
        {
            await using RoomSession session = await RoomSession.JoinAsync(client, roomId, author, patience, cancellationToken);
            var view = new RoomView(terminal, texts, failures, session.Model, roomId);
            goesOn = await new RoomStay(terminal, texts, session, view, patience).RunAsync(cancellationToken);
        }, cancellationToken);
        return goesOn;
    }

    private async Task<bool> ReadBackAsync(string roomId, CancellationToken cancellationToken)
    {
        await SayFailureAsync(roomId, async () =>
        {
            (IReadOnlyCollection<RoomMessage> messages, bool isCut) =
                await RoomArchive.ReadAsync(client, roomId, () => CallOptions(cancellationToken));
            Page page = HistoryPage.Of(texts, Texts.Fill(texts.History, roomId), messages, isCut);
            terminal.Say([page.Heading, .. page.Lines]);
        }, cancellationToken);
        return true;
    }

    private CallOptions CallOptions(CancellationToken cancellationToken) =>
        new(Deadline: DateTime.UtcNow + patience, CancellationToken: cancellationToken);

    private async Task SayFailureAsync(string? roomId, Func<Task> callAsync, CancellationToken cancellationToken)
    {
        try
        {
            await callAsync();
        }
        catch (RpcException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            terminal.Say(failures.SentenceFor(e.Status, roomId));
        }
    }
}
