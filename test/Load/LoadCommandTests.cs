using System.Globalization;
using Messenger.Load.Reporting;

namespace Messenger.Load.Tests;

[TestClass]
public sealed class LoadCommandTests : IDisposable
{
    private static readonly string[] Quick =
        ["--streams", "3", "--connections", "2", "--senders", "2", "--in-flight", "4", "--duration", "0.3", "--warmup", "0.2", "--size", "64"];

    private readonly StringWriter _output = new(CultureInfo.InvariantCulture);
    private readonly StringWriter _errors = new(CultureInfo.InvariantCulture);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messenger-test-");

    public void Dispose()
    {
        Console.WriteLine(_output);
        Console.WriteLine(_errors);
        _output.Dispose();
        _errors.Dispose();
        _folder.Delete(recursive: true);
    }

    [TestMethod]
    public async Task Run_OnASoundServer_ReturnsZeroAndSaysSo()
    {
        await using DefectiveServer server = await DefectiveServer.StartAsync(Defect.None);

        int code = await RunAsync([.. Quick, "--server", $"127.0.0.1:{server.Port}"]);

        Assert.AreEqual(0, code);
        Assert.AreEqual("", _errors.ToString());
        Assert.Contains("Verdict: sound.", _output.ToString());
        Assert.Contains("3 streams on 2 connections, 2 senders, 4 in flight, 64 bytes of text, 0.3 s after 0.2 s of warming up", _output.ToString());
    }

    [TestMethod]
    public async Task Run_OnAServerThatBreaksARule_ReturnsOneAndNamesItWithEvidence()
    {
        await using DefectiveServer server = await DefectiveServer.StartAsync(Defect.DoublesOne);

        int code = await RunAsync([.. Quick, "--server", $"127.0.0.1:{server.Port}"]);

        Assert.AreEqual(1, code);
        Assert.Contains("Verdict: BROKEN.", _output.ToString());
        Assert.Contains("NothingTwice (no stream carries a message twice): once", _output.ToString());
        Assert.MatchesRegex(@"Stream \d, at \d+: message \d+ of sender \d \(sendTime \S+Z, sent at \S+ s, .*\) again\.", _output.ToString());
    }

    [TestMethod]
    public async Task Run_WithAReport_WritesWhatTheConsoleSaid()
    {
        await using DefectiveServer server = await DefectiveServer.StartAsync(Defect.HasTwoTimes);

        await RunAsync([.. Quick, "--server", $"127.0.0.1:{server.Port}", "--report", Path.Combine(_folder.FullName, "new")]);

        string console = _output.ToString();
        LoadReport report = ReportJson.Read(File.ReadAllText(Path.Combine(_folder.FullName, "new", "report.json")));
        Assert.Contains($"{Units.Count(report.Figures.DeliveriesPerSecond)} deliveries/s, {Units.Count(report.Figures.SendsPerSecond)} sends/s", console);
        Assert.Contains($"{Units.Count(report.Figures.Sent)} sent, {Units.Count(report.Figures.Acknowledged)} acknowledged", console);
        Assert.Contains($"p50 {Units.Duration(report.Figures.Delivery.P50)}, p90 {Units.Duration(report.Figures.Delivery.P90)}", console);
        Assert.Contains(report.Verdict.Broken.Single().Evidence[0], console);
        Assert.AreEqual("OneSendTime", report.Verdict.Broken.Single().Rule);
        Assert.AreEqual(report.Figures.Delivery.Max, report.Curve[^1].Microseconds);
        Assert.IsNotEmpty(report.Seconds);
        foreach (Second second in report.Seconds)
        {
            Assert.Contains($"{Units.Count(second.DeliveriesPerSecond)} deliveries/s", console);
        }

        string page = File.ReadAllText(Path.Combine(_folder.FullName, "new", "report.html"));
        Assert.Contains("OneSendTime", page);
        Assert.Contains(Units.Count(report.Figures.DeliveriesPerSecond), page);
        Assert.DoesNotMatchRegex("(?i)https?:|<script|<link|<img|url\\(|@import|src=", page);
    }

    [TestMethod]
    public async Task Run_OnAServerOfThisMachine_FindsItsProcess()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("Only Linux has /proc.");
        }

        await using DefectiveServer server = await DefectiveServer.StartAsync(Defect.None);

        await RunAsync([.. Quick, "--server", $"localhost:{server.Port}", "--report", _folder.FullName]);

        Usage? usage = ReportJson.Read(File.ReadAllText(Path.Combine(_folder.FullName, "report.json"))).Figures.Server;
        Assert.AreEqual(Environment.ProcessId, usage?.Pid);
        Assert.IsGreaterThan(0, usage!.ResidentBytes);
        Assert.Contains($"The server is process {Environment.ProcessId} of this machine.", _output.ToString());
    }

    [TestMethod]
    public async Task Run_WithAProcessThatIsNotThere_SaysThatItCannotSeeIt()
    {
        await using DefectiveServer server = await DefectiveServer.StartAsync(Defect.None);

        int code = await RunAsync([.. Quick, "--server", $"127.0.0.1:{server.Port}", "--pid", $"{int.MaxValue}"]);

        Assert.AreEqual(0, code);
        Assert.Contains("The server's CPU and memory cannot be seen: there is no process 2147483647 in /proc.", _output.ToString());
    }

    [TestMethod]
    [DataRow("--server is 'localhost': host:port, with a port from 1 to 65535, is allowed.", "--server", "localhost")]
    [DataRow("--server is 'localhost:0': host:port, with a port from 1 to 65535, is allowed.", "--server", "localhost:0")]
    [DataRow("--streams is '0': a whole number from 1 to 100000 is allowed.", "--streams", "0")]
    [DataRow("--streams is 'many': a whole number from 1 to 100000 is allowed.", "--streams", "many")]
    [DataRow("--connections is '101': a whole number from 1 to the number of streams, 100, is allowed.", "--connections", "101")]
    [DataRow("--connections is '0': a whole number from 1 to the number of streams is allowed.", "--connections", "0")]
    [DataRow("--senders is '-1': a whole number from 1 to 1000 is allowed.", "--senders=-1")]
    [DataRow("--rate is '0': a number above 0 up to 1000000 is allowed.", "--rate", "0")]
    [DataRow("--in-flight is '1.5': a whole number from 1 to 100000 is allowed.", "--in-flight", "1.5")]
    [DataRow("--size is '26': a whole number from 27 to 65536 is allowed.", "--size", "26")]
    [DataRow("--duration is '0': a number of seconds from 0.1 to 86400 is allowed.", "--duration", "0")]
    [DataRow("--warmup is '1e3': a number of seconds from 0 to 86400 is allowed.", "--warmup", "1e3")]
    [DataRow("--pid is 'x': a process id is allowed.", "--pid", "x")]
    [DataRow("--rate and --in-flight exclude each other: one of them is allowed.", "--rate", "5", "--in-flight", "5")]
    public async Task Run_WithAWrongValue_SaysOneSentenceAndReturnsTwo(string sentence, params string[] arguments)
    {
        int code = await RunAsync(arguments);

        Assert.AreEqual(2, code);
        Assert.AreEqual(sentence, _errors.ToString().Trim());
        Assert.AreEqual("", _output.ToString());
    }

    [TestMethod]
    public async Task Run_WithAnUnknownOption_SaysOneSentenceAndReturnsTwo()
    {
        int code = await RunAsync("--stream=5");

        Assert.AreEqual(2, code);
        Assert.AreEqual("Unrecognized command or argument '--stream=5'.", _errors.ToString().Trim());
    }

    [TestMethod]
    public async Task Run_WhereNobodyListens_SaysOneSentenceAndReturnsTwo()
    {
        DefectiveServer server = await DefectiveServer.StartAsync(Defect.None);
        int port = server.Port;
        await server.DisposeAsync();

        int code = await RunAsync([.. Quick, "--server", $"127.0.0.1:{port}"]);

        Assert.AreEqual(2, code);
        Assert.StartsWith($"127.0.0.1:{port} does not take a message: Unavailable", _errors.ToString());
        Assert.HasCount(1, _errors.ToString().Trim().Split('\n'));
    }

    [TestMethod]
    public async Task Run_OnAServerThatTakesNoMessage_SaysOneSentenceAndReturnsTwo()
    {
        var refusal = new Grpc.Status(Grpc.StatusCode.PermissionDenied, "Not you.");
        await using DefectiveServer server = await DefectiveServer.StartAsync(DefectiveServer.Of(Defect.None, refusing: _ => refusal));

        int code = await RunAsync([.. Quick, "--server", $"127.0.0.1:{server.Port}"]);

        Assert.AreEqual(2, code);
        Assert.AreEqual($"127.0.0.1:{server.Port} does not take a message: PermissionDenied: Not you.", _errors.ToString().Trim());
    }

    [TestMethod]
    public async Task Run_WithAReportWhereNoFolderCanBe_SaysOneSentenceAndReturnsTwo()
    {
        string file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");

        int code = await RunAsync("--report", file);

        Assert.AreEqual(2, code);
        Assert.StartsWith($"--report is '{file}', and there can be no such folder: ", _errors.ToString());
    }

    [TestMethod]
    public async Task Run_ForHelp_ListsEveryOption()
    {
        int code = await RunAsync("--help");

        Assert.AreEqual(0, code);
        foreach (string option in new[]
        {
            "--server", "--streams", "--connections", "--senders", "--rate", "--in-flight", "--size", "--duration", "--warmup", "--pid", "--report",
        })
        {
            Assert.Contains(option, _output.ToString());
        }
    }

    private Task<int> RunAsync(params string[] arguments) => LoadCommand.RunAsync(arguments, _output, _errors).Within();
}
