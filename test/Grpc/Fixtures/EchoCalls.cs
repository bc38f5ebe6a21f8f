namespace Messenger.Grpc.Tests;

/// <summary>Calls of the echo service by the client under test.</summary>
internal static class EchoCalls
{
    public static Task<EchoMessage> EchoAsync(this GrpcChannel channel, EchoMessage request, CallOptions options = default) =>
        channel.UnaryCallAsync(EchoService.EchoMethod, request, options).Within();

    public static Task<EchoMessage> EchoAsync(this GrpcChannel channel, CallOptions options = default) =>
        channel.EchoAsync(new EchoMessage(), options);

    public static AsyncServerStreamingCall<EchoMessage> Repeat(this GrpcChannel channel, int count = 0) =>
        channel.ServerStreamingCall(EchoService.RepeatMethod, new RepeatRequest { Count = count });

    public static Task<bool> NextAsync(this AsyncServerStreamingCall<EchoMessage> call, CancellationToken cancellationToken = default) =>
        call.ResponseStream.MoveNext(cancellationToken).Within();

    public static AsyncDuplexStreamingCall<EchoMessage, EchoMessage> Chat(this GrpcChannel channel, CallOptions options = default) =>
        channel.DuplexStreamingCall(EchoService.ChatMethod, options);

    public static Task WriteAsync(this AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call, string text) =>
        call.RequestStream.WriteAsync(new EchoMessage { Text = text }).Within();

    public static Task CompleteAsync(this AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call) =>
        call.RequestStream.CompleteAsync().Within();

    public static Task<bool> NextAsync(this AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call) =>
        call.ResponseStream.MoveNext(CancellationToken.None).Within();

    /// <summary>The text of the next answer; null at the end.</summary>
    public static async Task<string?> NextTextAsync(this AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call) =>
        await call.NextAsync() ? call.ResponseStream.Current.Text : null;

    /// <summary>How a call fails.</summary>
    public static Task<RpcException> FailureOf(Task call) => Assert.ThrowsExactlyAsync<RpcException>(() => call.Within());
}
