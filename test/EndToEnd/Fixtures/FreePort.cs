using System.Net;
using System.Net.Sockets;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>
/// Ports for programs that start later, or again: below those that the system gives to connections, so that nobody takes one meanwhile.
/// </summary>
internal static class FreePort
{
    private const int First = 12_000;
    private const int Count = 20_000;

    private static int _next = Random.Shared.Next(Count);

    public static int Find()
    {
        for (int attempt = 0; attempt < Count; attempt++)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException("No port is free.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Any, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
