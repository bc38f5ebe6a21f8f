using Microsoft.Extensions.Logging;

namespace Messenger.Hosting.Tests;

[TestClass]
[DoNotParallelize]
public sealed class ConsoleTests
{
    [TestMethod]
    [DataRow("Messenger.ServerHost.Anything", LogLevel.Information)]
    [DataRow("Messenger.Grpc.Anything", LogLevel.Warning)]
    [DataRow("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning)]
    [DataRow("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)]
    public void Log_OfACategory_BeginsAtItsLevel(string category, LogLevel lowest)
    {
        using ILoggerFactory logging = LoggerFactory.Create(builder => builder.AddMessengerConsole());

        ILogger logger = logging.CreateLogger(category);

        Assert.IsTrue(logger.IsEnabled(lowest));
        Assert.IsFalse(logger.IsEnabled(lowest - 1));
    }

    [TestMethod]
    public void Log_OfAnEntry_IsOneLineWithTheTimeInUtc()
    {
        TextWriter original = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            // Disposing the factory writes what is pending.
            using ILoggerFactory logging = LoggerFactory.Create(builder => builder.AddMessengerConsole());
            logging.CreateLogger("Messenger.Test").Log(LogLevel.Information, 3, "two\nlines", null, (text, _) => text);
        }
        finally
        {
            Console.SetOut(original);
        }

        string line = Assert.ContainsSingle(output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.MatchesRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info: Messenger\.Test\[3\] two lines$", line);
    }
}
