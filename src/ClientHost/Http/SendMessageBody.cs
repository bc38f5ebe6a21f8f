using System.IO.Pipelines;
using Messenger.Contracts.SharedChat;

namespace Messenger.ClientHost.Http;

/// <summary>The body of <c>POST /sendMessage</c>: <c>{"author": …, "text": …}</c>.</summary>
internal static class SendMessageBody
{
    /// <summary>Reads the body.</summary>
    /// <exception cref="ProblemException">400: it is not what it should be.</exception>
    /// <exception cref="BadHttpRequestException">It is too large, or cut off.</exception>
    public static async Task<SendMessageRequest> ReadAsync(PipeReader body, CancellationToken cancellationToken)
    {
        string[] fields = await JsonBody.ReadAsync(body, cancellationToken, "author", "text");
        return new SendMessageRequest { Author = fields[0], Text = fields[1] };
    }
}
