using Messenger.ClientHost.Connection;
using Messenger.ClientHost.Terminal;
using Messenger.Grpc;

namespace Messenger.ClientHost.Tests.Terminal;

/// <summary>Goes through the menu of a terminal, against a server with one room.</summary>
public abstract class MenuWalk
{
    private protected const string Empty = "=== История комнаты the-room ===\nСообщений пока нет.";

    private protected TerminalDouble Terminal { get; } = new();

    private protected static string MenuPage { get; } =
        string.Join('\n', Russian.Texts.Menu, Russian.Texts.MenuCreate, Russian.Texts.MenuList, Russian.Texts.MenuJoin,
            Russian.Texts.MenuHistory, Russian.Texts.MenuLeave);

    private protected async Task RunAsync(RoomServer server, TerminalDouble? terminal = null, CancellationToken leaving = default)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        var failures = new CallFailure(Russian.Texts, server.Address.Authority);
        var menu = new Menu(terminal ?? Terminal, Russian.Texts, new ChatClient(channel), failures, "Боб", Patience.Limit);
        await menu.RunAsync(leaving).Within();
    }
}
