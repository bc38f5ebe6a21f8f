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

    /// <summary>How a call fails.</summary>
    public static Task<RpcException> FailureOf(Task call) => Assert.ThrowsExactlyAsync<RpcException>(() => call.Within());
}
