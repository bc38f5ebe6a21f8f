namespace Messenger.Hosting.Tests;

/// <summary>An environment variable that is set for the length of a test; null stands for unset.</summary>
internal sealed class Variable : IDisposable
{
    private readonly string _name;

    public Variable(string name, string? value)
    {
        _name = name;
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose() => Environment.SetEnvironmentVariable(_name, null);
}
