using Messenger.Hosting;
using Messenger.ServerHost;

// .NET then reads from sockets on the thread that waits for them, instead of handing each read to the pool; Kestrel's
// own loops run there, and hand on to the pool. Measured in turn: a lone message arrives after 51 us instead of 60, and 100 and 1,000 connections with 64
// messages in flight get 7 % and 18 % more. .NET has no other setting for it, and looks at it when the first socket is used.
const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
if (Environment.GetEnvironmentVariable(InlineCompletions) is null)
{
    Environment.SetEnvironmentVariable(InlineCompletions, "1");
}

return await MessengerCommand.RunAsync(ServerCommand.Create(), args);
