namespace Messenger.Hosting.Tests;

/// <summary>Catches what is written to the error stream.</summary>
internal sealed class ErrorOutput : IDisposable
{
    private readonly TextWriter _original = Console.Error;
    private readonly StringWriter _caught = new();

    public ErrorOutput() => Console.SetError(_caught);

    public string[] Lines => _caught.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        Console.SetError(_original);
        _caught.Dispose();
    }
}
