using Microsoft.Extensions.Primitives;

namespace Messenger.ClientHost.Http;

/// <summary>The <c>Idempotency-Key</c> of a request: who sends the same key with the same message again says it once.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int Longest = 128;

    /// <summary>The request's key; a new one where it has none.</summary>
    /// <exception cref="ProblemException">400: it is not 1 to 128 printable characters of ASCII.</exception>
    public static string Of(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out StringValues values))
        {
            return Guid.NewGuid().ToString();
        }

        return values is [{ Length: > 0 and <= Longest } key] && key.All(character => character is >= ' ' and <= '~')
            ? key
            : throw new ProblemException(
                StatusCodes.Status400BadRequest, $"The header '{Header}' must be one of 1 to {Longest} printable characters of ASCII.");
    }
}
