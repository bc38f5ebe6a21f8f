using System.Globalization;

namespace Messenger.ClientHost.Http;

/// <summary>Which messages of a room a request asks for.</summary>
/// <param name="Before">Only messages before this sequence; null for all.</param>
/// <param name="After">Only messages after this sequence, and the oldest of these; null to read back from the newest.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Journal">The journal that these sequences are of; null if that is not to be checked.</param>
internal sealed record MessageQuery(long? Before, long? After, int Limit, string? Journal)
{
    public const int DefaultLimit = 100;
    public const int LargestLimit = 500;

    /// <summary>Reads the query.</summary>
    /// <exception cref="ProblemException">400: it is not what it should be.</exception>
    public static MessageQuery Of(HttpRequest request)
    {
        var query = new MessageQuery(
            Number(request.Query, "before", 1, long.MaxValue),
            Number(request.Query, "after", 0, long.MaxValue),
            (int)(Number(request.Query, "limit", 1, LargestLimit) ?? DefaultLimit),
            Single(request.Query, "journal"));
        return query is { Before: not null, After: not null }
            ? throw Wrong("'before' and 'after' exclude each other.")
            : query;
    }

    private static long? Number(IQueryCollection query, string name, long min, long max)
    {
        if (Single(query, name) is not { } value)
        {
            return null;
        }

        string allowed = max == long.MaxValue ? $"a whole number from {min}" : $"a whole number from {min} to {max}";
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= min && number <= max
            ? number
            : throw Wrong($"'{name}' is '{value}': {allowed} is allowed.");
    }

    private static string? Single(IQueryCollection query, string name) =>
        query[name] is { Count: <= 1 } values ? values : throw Wrong($"'{name}' is given more than once.");

    private static ProblemException Wrong(string detail) => new(StatusCodes.Status400BadRequest, detail);
}
