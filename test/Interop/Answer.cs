using System.Text.Json;

namespace Messenger.Interop;

/// <summary>How a call of grpcio has ended.</summary>
/// <param name="Code">The status, by gRPC's name for it: <c>INVALID_ARGUMENT</c>.</param>
/// <param name="Details">The sentence that came with it.</param>
/// <param name="Headers">Metadata from the response's headers; bytes are base64.</param>
/// <param name="Trailers">Metadata from its trailers; bytes are base64.</param>
/// <param name="Message">The message, in protobuf's JSON; null if there was none.</param>
internal sealed record Answer(string Code, string Details, string[][] Headers, string[][] Trailers, JsonElement? Message)
{
    /// <summary>The time in the answer to a message that was sent; it must have been taken.</summary>
    public string SendTime
    {
        get
        {
            Assert.AreEqual("OK", Code, Details);
            return Message!.Value.GetProperty("sendTime").GetString()!;
        }
    }
}
