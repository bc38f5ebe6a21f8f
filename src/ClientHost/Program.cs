using Messenger.ClientHost;
using Messenger.Hosting;

return await MessengerCommand.RunAsync(ClientCommand.Create(), args);
