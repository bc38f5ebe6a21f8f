using System.Text.Json;
using System.Text.Json.Serialization;
using Messenger.ClientHost.Events;

namespace Messenger.ClientHost.Http;

/// <summary>
/// The JSON of what is under <c>/api</c>, written by generated code. Text stands as it is: see <see cref="PlainJsonEncoder"/>.
/// </summary>
[JsonSerializable(typeof(ApiRoom))]
[JsonSerializable(typeof(ApiRoomList))]
[JsonSerializable(typeof(ApiMessage))]
[JsonSerializable(typeof(ApiMessagePage))]
[JsonSerializable(typeof(ActivityEvent))]
[JsonSerializable(typeof(ResetEvent))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>With the API's names and its encoder, which the attributes cannot give.</summary>
    public static ApiJson Plain { get; } =
        new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = new PlainJsonEncoder() });
}
