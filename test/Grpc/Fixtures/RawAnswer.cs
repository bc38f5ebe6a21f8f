using System.Globalization;

namespace Messenger.Grpc.Tests;

/// <summary>A response as it came over HTTP.</summary>
internal sealed record RawAnswer(int HttpStatus, Dictionary<string, string[]> Headers, byte[] Body, Dictionary<string, string[]> Trailers)
{
    /// <summary>Whether the status stands in the headers, and nothing follows them.</summary>
    public bool IsTrailersOnly => Headers.ContainsKey("grpc-status") && Body.Length == 0 && Trailers.Count == 0;

    public int? Status => Text("grpc-status") is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : null;

    /// <summary>The status message as it stands on the wire.</summary>
    public string? Message => Text("grpc-message");

    public EchoMessage[] Messages => Frames.Read(Body);

    public void AssertStatus(int status, string? message)
    {
        Assert.AreEqual(200, HttpStatus);
        Assert.AreEqual("application/grpc", Headers["content-type"].Single());
        Assert.AreEqual(message, Message);
        Assert.AreEqual(status, Status);
    }

    private string? Text(string name) => (Headers.GetValueOrDefault(name) ?? Trailers.GetValueOrDefault(name))?.Single();
}
