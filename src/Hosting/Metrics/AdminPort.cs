using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Messenger.Hosting.Metrics;

/// <summary>The setting that says where a program tells of itself: a port of this machine only, or an address and a port.</summary>
public static class AdminPort
{
    /// <summary>The setting; null for nowhere, which is where it is not set.</summary>
    public static Option<IPEndPoint?> Setting { get; } = Hosting.Setting.Of<IPEndPoint?>(
        "MESSENGER_ADMIN_PORT",
        "Port for /metrics, on this machine only, or address:port; 0 takes a free one; nowhere unless set",
        "a port, or an address and a port such as 0.0.0.0:9464 or [::]:9464,",
        null,
        TryRead);

    private static bool TryRead(string text, out IPEndPoint? endPoint)
    {
        int colon = text.LastIndexOf(':');
        IPAddress? address = colon < 0 ? IPAddress.Loopback : Address(text[..colon]);
        bool isPort = ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port);
        endPoint = address is not null && isPort ? new IPEndPoint(address, port) : null;
        return endPoint is not null;
    }

    // Written as addresses are: .NET would also take '1', and IPv6 without its brackets.
    private static IPAddress? Address(string text)
    {
        string bare = text is ['[', .. var inner, ']'] ? inner : text;
        return IPAddress.TryParse(bare, out IPAddress? address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 ? bare != text : address.ToString() == text)
                ? address
                : null;
    }
}
