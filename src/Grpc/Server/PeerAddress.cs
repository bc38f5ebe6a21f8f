using System.Net;
using System.Net.Sockets;

namespace Messenger.Grpc;

/// <summary>How gRPC writes a peer's address.</summary>
internal static class PeerAddress
{
    /// <summary><c>ipv4:address:port</c>, <c>ipv6:[address]:port</c>, or <c>unknown</c>.</summary>
    public static string Of(IPAddress? address, int port) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => $"ipv4:{address.MapToIPv4()}:{port}",
        { AddressFamily: AddressFamily.InterNetworkV6 } => $"ipv6:[{address}]:{port}",
        _ => $"ipv4:{address}:{port}",
    };
}
