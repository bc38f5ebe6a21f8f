using Messenger.Hosting;
using Messenger.ServerHost;

return await MessengerCommand.RunAsync(ServerCommand.Create(), args);
