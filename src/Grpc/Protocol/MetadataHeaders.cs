namespace Messenger.Grpc.Protocol;

/// <summary>Reads metadata from HTTP headers.</summary>
internal static class MetadataHeaders
{
    /// <summary>Adds what a header holds, if it is metadata. What is no metadata by the rules is passed over.</summary>
    /// <param name="metadata">What it is added to.</param>
    /// <param name="name">The header's name.</param>
    /// <param name="values">Its values.</param>
    /// <param name="refusesText">Whether a text that is passed over is refused once it is asked for.</param>
    /// <exception cref="RpcException">INVALID_ARGUMENT: the value of a <c>-bin</c> header is not base64.</exception>
    public static void Add(Metadata metadata, string name, IEnumerable<string?> values, bool refusesText = false)
    {
        if (!GrpcHeaders.IsMetadata(name))
        {
            return;
        }

        if (!MetadataEntry.IsKey(name))
        {
            // HTTP allows more than gRPC does; such a header is not for the application.
            return;
        }

        foreach (string value in values.OfType<string>())
        {
            if (!MetadataEntry.HasBinarySuffix(name))
            {
                AddText(metadata, name, value, refusesText);
                continue;
            }

            foreach (string part in value.Split(','))
            {
                metadata.Add(name, FromBase64(name, part.Trim()));
            }
        }
    }

    private static void AddText(Metadata metadata, string name, string value, bool refuses)
    {
        try
        {
            metadata.Add(name, value);
        }
        catch (ArgumentException)
        {
            // HTTP allows more than printable ASCII; such a value is not for the application.
            if (refuses)
            {
                metadata.Refuse(name);
            }
        }
    }

    private static byte[] FromBase64(string name, string value)
    {
        try
        {
            return Convert.FromBase64String(value.PadRight((value.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException e)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"The value of '{name}' is not base64."), null, e);
        }
    }
}
