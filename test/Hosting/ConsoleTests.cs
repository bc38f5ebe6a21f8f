using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Messenger.Hosting.Tests;

[TestClass]
[DoNotParallelize]
public sealed class ConsoleTests
{
    private const string Own = "Messenger.ServerHost.Anything";
    private const string Grpc = "Messenger.Grpc.Anything";
    private const string Framework = "Microsoft.AspNetCore.Server.Kestrel";
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";

    [TestMethod]
    [DataRow(LogLevel.Trace, Own, LogLevel.Trace)]
    [DataRow(LogLevel.Trace, Grpc, LogLevel.Trace)]
    [DataRow(LogLevel.Trace, Framework, LogLevel.Warning)]
    [DataRow(LogLevel.Debug, Grpc, LogLevel.Debug)]
    [DataRow(LogLevel.Information, Own, LogLevel.Information)]
    [DataRow(LogLevel.Information, Grpc, LogLevel.Warning)]
    [DataRow(LogLevel.Information, Framework, LogLevel.Warning)]
    [DataRow(LogLevel.Information, Host, LogLevel.Critical)]
    [DataRow(LogLevel.Error, Own, LogLevel.Error)]
    [DataRow(LogLevel.Error, Grpc, LogLevel.Error)]
    [DataRow(LogLevel.Error, Framework, LogLevel.Error)]
    [DataRow(LogLevel.None, Own, LogLevel.None)]
    [DataRow(LogLevel.None, Framework, LogLevel.None)]
    [DataRow(LogLevel.None, Host, LogLevel.None)]
    public void Log_OfACategory_BeginsAtItsLevel(LogLevel setting, string category, LogLevel lowest)
    {
        using ILoggerFactory logging = LoggerFactory.Create(builder => builder.AddMessengerConsole(new LogSettings { Level = setting }));

        ILogger logger = logging.CreateLogger(category);

        Assert.AreEqual(lowest, Enum.GetValues<LogLevel>().Where(logger.IsEnabled).DefaultIfEmpty(LogLevel.None).Min());
    }

    [TestMethod]
    public void Log_OfAnEntry_IsOneLineWithTheTimeInUtc()
    {
        string line = Write(new LogSettings(), logger => logger.Log(LogLevel.Information, 3, "two\nlines", null, (text, _) => text));

        Assert.MatchesRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info: Messenger\.Test\[3\] two lines$", line);
    }

    [TestMethod]
    public void Log_OfAnEntryInJson_IsOneObjectWithItsParts()
    {
        string line = Write(
            new LogSettings { IsJson = true },
            logger => logger.Log<KeyValuePair<string, object?>[]>(
                LogLevel.Error, 3, [new KeyValuePair<string, object?>("Port", 7)], Failure(), (_, _) => "two\nlines"));

        using JsonDocument entry = JsonDocument.Parse(line);
        JsonElement root = entry.RootElement;
        Assert.MatchesRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", root.GetProperty("Timestamp").GetString()!);
        Assert.AreEqual(3, root.GetProperty("EventId").GetInt32());
        Assert.AreEqual("Error", root.GetProperty("LogLevel").GetString());
        Assert.AreEqual("Messenger.Test", root.GetProperty("Category").GetString());
        Assert.AreEqual("two\nlines", root.GetProperty("Message").GetString());
        Assert.AreEqual(7, root.GetProperty("State").GetProperty("Port").GetInt32());
        Assert.Contains("Of the test.", root.GetProperty("Exception").GetString()!);
    }

    [TestMethod]
    [DataRow("MESSENGER_LOG", "xml", "'plain' or 'json'")]
    [DataRow("MESSENGER_LOG_LEVEL", "info", "'trace' or 'debug' or 'information' or 'warning' or 'error' or 'critical' or 'none'")]
    [DataRow("MESSENGER_LOG_LEVEL", "Debug", "'trace' or 'debug' or 'information' or 'warning' or 'error' or 'critical' or 'none'")]
    [DataRow("MESSENGER_LOG_LEVEL", "2", "'trace' or 'debug' or 'information' or 'warning' or 'error' or 'critical' or 'none'")]
    public void Settings_ThatAreWrong_AreSaidInOneSentence(string name, string value, string allowed)
    {
        using var variable = new Variable(name, value);

        ParseResult result = Parse();

        Assert.AreEqual($"{name} is '{value}': {allowed} is allowed.", Assert.ContainsSingle(result.Errors).Message);
    }

    [TestMethod]
    [DataRow("trace", LogLevel.Trace)]
    [DataRow("information", LogLevel.Information)]
    [DataRow("none", LogLevel.None)]
    public void Settings_OfTheEnvironment_AreThose(string level, LogLevel expected)
    {
        using var form = new Variable("MESSENGER_LOG", "json");
        using var variable = new Variable("MESSENGER_LOG_LEVEL", level);

        Assert.AreEqual(new LogSettings { IsJson = true, Level = expected }, LogSettings.From(Parse()));
    }

    [TestMethod]
    public void Settings_ThatAreNowhereSet_ArePlainAndInformation() => Assert.AreEqual(new LogSettings(), LogSettings.From(Parse()));

    private static ParseResult Parse()
    {
        var command = new RootCommand();
        LogSettings.AddTo(command);
        return command.Parse([]);
    }

    private static InvalidTimeZoneException Failure()
    {
        try
        {
            throw new InvalidTimeZoneException("Of the test.");
        }
        catch (InvalidTimeZoneException e)
        {
            return e;
        }
    }

    // The one line that is written.
    private static string Write(LogSettings settings, Action<ILogger> log)
    {
        TextWriter original = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            // Disposing the factory writes what is pending.
            using ILoggerFactory logging = LoggerFactory.Create(builder => builder.AddMessengerConsole(settings));
            log(logging.CreateLogger("Messenger.Test"));
        }
        finally
        {
            Console.SetOut(original);
        }

        return Assert.ContainsSingle(output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
