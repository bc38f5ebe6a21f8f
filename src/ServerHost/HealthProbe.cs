using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.ServerHost;

/// <summary>Asks whether the server on this machine answers: what the container's HEALTHCHECK runs.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Sends an empty message. Its refusal goes the whole way through the server and leaves no trace: not in the chat, not in the log.
    /// </summary>
    /// <returns>The exit code: 0 if the message was refused, else 1, and a sentence on the error stream.</returns>
    public static async Task<int> RunAsync(int port, CancellationToken cancellationToken)
    {
        var sendMessage = new Method<SendMessageRequest, SendMessageResponse>(MessengerReflection.Descriptor.Services.Single(), "SendMessage");
        var options = new CallOptions(Deadline: DateTime.UtcNow + Patience, CancellationToken: cancellationToken);
        using GrpcChannel channel = GrpcChannel.ForAddress(new Uri($"http://localhost:{port}"));
        try
        {
            await channel.UnaryCallAsync(sendMessage, new SendMessageRequest(), options);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.InvalidArgument)
        {
            return 0;
        }
        catch (RpcException e)
        {
            await Console.Error.WriteLineAsync($"The server on port {port} does not answer: {e.Status.Detail}");
            return 1;
        }

        await Console.Error.WriteLineAsync($"The server on port {port} is another one: it took an empty message.");
        return 1;
    }
}
