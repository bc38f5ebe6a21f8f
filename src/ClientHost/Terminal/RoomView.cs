namespace Messenger.ClientHost.Terminal;

/// <summary>
/// Shows a room on a terminal: its history, again after every new message, and what happens to the connection. What comes while it is
/// showing is shown together, so that it never falls behind.
/// </summary>
internal sealed class RoomView(ITerminal terminal, Texts texts, CallFailure failures, RoomModel model, string roomId)
{
    // A history is complete, as far as anybody can tell, when nothing more has come for so long.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(0.15);

    // A room in which there is never quiet is shown all the same.
    private static readonly TimeSpan LongestLoading = TimeSpan.FromSeconds(5);

    // Between two showings: nobody notices, and a burst is shown a few times instead of with each of its messages.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.005);

    // Used by the one loop only: what it has shown and said.
    private RoomMessage? _newest;
    private bool _isPageShown;
    private bool _isLossSaid;
    private int _outages;
    private int _restarts;

    /// <summary>The version of the model that is on the terminal; 0 before it is shown for the first time.</summary>
    public Watermark Shown { get; } = new();

    /// <summary>Shows the room until it is left, or until nothing can come any more, and says why.</summary>
    /// <param name="closing">Ends it, and is cancelled when it ends.</param>
    public async Task ShowAsync(CancellationTokenSource closing)
    {
        try
        {
            bool isLoading = true;
            for (long seen = 0; ;)
            {
                await model.Changes.WhenReachedAsync(seen + 1, closing.Token);
                if (isLoading)
                {
                    await WhenQuietAsync(closing.Token);
                }

                RoomState state = model.State;
                if (state.End is { } end)
                {
                    terminal.Say(failures.SentenceFor(end, roomId));
                    return;
                }

                Show(state);
                seen = state.Version;
                Shown.Advance(seen);
                isLoading = !state.IsConnected;
                await Task.Delay(Pause, closing.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The user has left the room.
        }
        finally
        {
            await closing.CancelAsync();
        }
    }

    private void Show(RoomState state)
    {
        bool isNew = !_isPageShown || !ReferenceEquals(_newest, state.Newest);
        if (isNew && !_isLossSaid && state.Restarts == _restarts)
        {
            ShowPage(state);
            isNew = false;
        }

        if (state.Outages != _outages && !_isLossSaid)
        {
            terminal.Say(new Line(texts.ConnectionLost, TextRole.Warning));
            _isLossSaid = true;
        }

        _outages = state.Outages;
        if (!state.IsConnected)
        {
            return;
        }

        if (_isLossSaid)
        {
            terminal.Say(new Line(texts.ConnectionBack, TextRole.Good));
            _isLossSaid = false;
            isNew = true;
        }

        if (state.Restarts != _restarts)
        {
            terminal.Say(new Line(texts.HistoryAnew, TextRole.Warning));
            _restarts = state.Restarts;
        }

        if (isNew)
        {
            ShowPage(state);
        }
    }

    private void ShowPage(RoomState state)
    {
        terminal.Show(HistoryPage.Of(texts, Texts.Fill(texts.RoomHistory, roomId), state.Messages, state.IsCut));
        _newest = state.Newest;
        _isPageShown = true;
    }

    private async Task WhenQuietAsync(CancellationToken cancellationToken)
    {
        DateTime end = DateTime.UtcNow + LongestLoading;
        long before;
        do
        {
            before = model.Changes.Level;
            await Task.Delay(Quiet, cancellationToken);
        }
        while (model.Changes.Level != before && DateTime.UtcNow < end);
    }
}
