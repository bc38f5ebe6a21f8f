namespace Messenger.ClientHost.Http;

/// <summary>The header <c>Messenger-Journal</c>: sequences and keys mean something within one journal only.</summary>
internal static class JournalHeader
{
    public const string Name = "Messenger-Journal";

    /// <summary>Says which journal the answer is of, if the server says so in words that fit a header.</summary>
    public static void Set(HttpResponse response, string? journal)
    {
        if (journal is { Length: > 0 } && journal.All(character => character is > ' ' and <= '~'))
        {
            response.Headers[Name] = journal;
        }
    }
}
