namespace Messenger.ClientHost.Terminal;

/// <summary>A user's stay in a room: the room is shown, and what is typed is sent.</summary>
internal sealed class RoomStay(ITerminal terminal, Texts texts, RoomSession session, RoomView view, TimeSpan patience)
{
    private const string Quit = "quit";
    private const int LongestQuote = 200;

    // How long leaving waits for what is on its way.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private Task _sending = Task.CompletedTask;

    /// <summary>Stays in the room until the user quits it, or nothing can come any more.</summary>
    /// <returns>False: the input has ended, and the user wants to leave altogether.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task showing = view.ShowAsync(closing);
        try
        {
            await view.Shown.WhenReachedAsync(1, closing.Token);
            bool goesOn = await TalkAsync(closing.Token);
            await Task.WhenAny(_sending, Task.Delay(Grace, closing.Token));
            return goesOn;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The room is over, and why was said.
            return true;
        }
        finally
        {
            await closing.CancelAsync();
            await Task.WhenAll(showing, _sending);
        }
    }

    private async Task<bool> TalkAsync(CancellationToken closing)
    {
        string? prompt = texts.RoomHint;
        while (await terminal.ReadLineAsync(prompt, closing) is { } line)
        {
            prompt = null;
            if (string.Equals(line, Quit, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                _sending = Task.WhenAll(_sending, SendAsync(line, closing));
                if (!terminal.IsInteractive)
                {
                    await _sending;
                }
            }
        }

        return false;
    }

    // What becomes of a message is said or shown, also when the room is left before that is known.
    private async Task SendAsync(string text, CancellationToken closing)
    {
        SendResult result;
        try
        {
            result = await session.SendAsync(text, closing);
            if (result.Kept is { } kept)
            {
                await WhenShownAsync(kept, closing);
                return;
            }
        }
        catch (OperationCanceledException)
        {
            result = new SendResult(SendOutcome.Unknown);
        }

        string quote = text.Length > LongestQuote ? text[..LongestQuote] + "…" : text;
        terminal.Say(new Line(
            result switch
            {
                { Outcome: SendOutcome.Refused } => Texts.Fill(texts.SendRefused, result.Detail, quote),
                { Outcome: SendOutcome.NotSent } => Texts.Fill(texts.NotSent, quote),
                { Detail: "" } => Texts.Fill(texts.NotAnswered, quote),
                _ => Texts.Fill(texts.SendFailed, result.Detail, quote),
            },
            TextRole.Warning));
    }

    private async Task WhenShownAsync(RoomMessage kept, CancellationToken closing)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(closing);
        waiting.CancelAfter(patience);
        try
        {
            long version = await session.Model.WhenReceivedAsync(kept, waiting.Token);
            await view.Shown.WhenReachedAsync(version, waiting.Token);
        }
        catch (OperationCanceledException)
        {
            // It is kept, and is shown when it comes, if the user is still there.
        }
    }
}
