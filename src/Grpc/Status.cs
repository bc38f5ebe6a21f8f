namespace Messenger.Grpc;

/// <summary>How a call ended, with a sentence for people.</summary>
/// <param name="StatusCode">The code.</param>
/// <param name="Detail">The sentence; may be empty.</param>
public readonly record struct Status(StatusCode StatusCode, string Detail)
{
    /// <summary>Success.</summary>
    public static Status OK { get; } = new(StatusCode.OK, "");

    /// <inheritdoc/>
    public override string ToString() => $"{StatusCode}: {Detail}";
}
