using System.Runtime.InteropServices;
using System.Text;
using Messenger.ClientHost.Connection;
using Messenger.Grpc;
using Messenger.Hosting;

namespace Messenger.ClientHost.Terminal;

/// <summary>Chatting from a terminal, or from a script: asks for a name, then shows the menu.</summary>
internal static class TerminalClient
{
    private const string DumbTerminal = "dumb";
    private const int InputBuffer = 4_096;

    // How long leaving may take once it was asked for by a signal: who reads the output may have stopped reading.
    private static readonly TimeSpan LongestLeave = TimeSpan.FromSeconds(3);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Runs until the user leaves.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(TerminalSettings settings, CancellationToken cancellationToken)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        PosixSignalRegistration[] signals =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }
                .Select(signal => PosixSignalRegistration.Create(signal, context => Leave(context, leaving))),
        ];
        try
        {
            Task<int> chatting = Task.Run(() => ChatAsync(settings, leaving.Token), CancellationToken.None);
            await Task.WhenAny(chatting, TooLateAsync(leaving.Token));
            return chatting.IsCompleted ? await chatting : 0;
        }
        finally
        {
            foreach (PosixSignalRegistration signal in signals)
            {
                signal.Dispose();
            }
        }
    }

    // Once more changes nothing: left to what it does by default, it would end the process with the terminal as it is.
    private static void Leave(PosixSignalContext context, CancellationTokenSource leaving)
    {
        context.Cancel = true;
        leaving.Cancel();
    }

    private static async Task TooLateAsync(CancellationToken leaving)
    {
        await Task.Delay(Timeout.Infinite, leaving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(LongestLeave, CancellationToken.None);
    }

    private static async Task<int> ChatAsync(TerminalSettings settings, CancellationToken leaving)
    {
        Console.OutputEncoding = Utf8;
        using InteractiveTerminal? screen = IsAtTerminal() ? InteractiveTerminal.OfProcess() : null;
        ITerminal terminal = screen ?? (ITerminal)new PlainTerminal(PlainInput(), Console.Out);
        Texts texts = settings.Texts;
        try
        {
            if (await terminal.ReadLineAsync(texts.AskName, leaving) is not { } name)
            {
                return 0;
            }

            if (string.IsNullOrWhiteSpace(name))
            {
                screen?.Dispose();
                await Console.Out.WriteLineAsync(texts.BlankName);
                return MessengerCommand.StartFailed;
            }

            using GrpcChannel channel = GrpcChannel.ForAddress(settings.ServerAddress);
            var failures = new CallFailure(texts, settings.ServerAddress.Authority);
            await new Menu(terminal, texts, new ChatClient(channel), failures, name.Trim(), settings.Patience).RunAsync(leaving);
            return 0;
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            return 0;
        }
        catch (IOException e)
        {
            // For example a file on a full disk.
            throw new StartFailedException(Texts.Fill(texts.OutputFailed, e.Message), e);
        }
    }

    private static bool IsAtTerminal() =>
        !Console.IsInputRedirected && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != DumbTerminal;

    // The console's own reader would take a byte order mark for text.
    private static StreamReader PlainInput() =>
        new(Console.OpenStandardInput(), Utf8, detectEncodingFromByteOrderMarks: true, InputBuffer);
}
