using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Messenger.Load;

/// <summary>The options of the command line. A wrong value is an error that names the option, the value and what is allowed.</summary>
internal sealed class LoadCommandOptions
{
    private const int MostStreams = 100_000;
    private const int MostSenders = 1_000;

    // The contract's own limit.
    private const int LongestText = 65_536;

    private static readonly LoadOptions Default = new();

    private readonly Option<(string Host, int Port)> _server = Of(
        "--server", "host:port", "the server", "host:port, with a port from 1 to 65535,", (Default.Host, Default.Port), TryReadAddress);

    private readonly Option<int> _streams = Number("--streams", "N", "streams that read", 1, MostStreams, Default.Streams);

    private readonly Option<int?> _connections = Of<int?>(
        "--connections",
        "M",
        $"connections that the streams are spread over; senders have their own [default: {Default.Connections}, or --streams if that is less]",
        "a whole number from 1 to the number of streams",
        null,
        (string text, out int? value) => TryReadOptional(text, 1, MostStreams, out value));

    private readonly Option<int> _senders = Number("--senders", "S", "senders, with a connection each", 1, MostSenders, Default.Senders);

    private readonly Option<double?> _rate = Of<double?>(
        "--rate",
        "R",
        "messages a second in all, by the clock, whatever the server does (open loop)",
        "a number above 0 up to 1000000",
        null,
        (string text, out double? value) => TryReadNumber(text, 0, 1_000_000, out value) && value > 0);

    private readonly Option<int?> _inFlight = Of<int?>(
        "--in-flight",
        "W",
        $"messages sent and not yet answered and on every stream (closed loop) [default: {Default.InFlight}]",
        "a whole number from 1 to 100000",
        null,
        (string text, out int? value) => TryReadOptional(text, 1, 100_000, out value));

    private readonly Option<int> _size = Number("--size", "BYTES", "bytes of a message's text", Mark.Length, LongestText, Default.Size);

    private readonly Option<double?> _duration = Seconds("--duration", "how long to measure", 0.1, Default.Duration);

    private readonly Option<double?> _warmUp = Seconds("--warmup", "how long to send before that", 0, Default.WarmUp);

    private readonly Option<int?> _pid = Of<int?>(
        "--pid",
        "P",
        "the server's process, for its CPU and memory [default: what listens on the port, if it is this machine's]",
        "a process id",
        null,
        (string text, out int? value) => TryReadOptional(text, 1, int.MaxValue, out value));

    private readonly Option<string?> _report = new("--report") { HelpName = "DIR", Description = "writes report.json and report.html there" };

    private delegate bool TryRead<T>(string text, out T value);

    public void AddTo(RootCommand command)
    {
        Option[] options =
            [_server, _streams, _connections, _senders, _rate, _inFlight, _size, _duration, _warmUp, _pid, _report];
        Array.ForEach(options, command.Options.Add);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_rate) is { Implicit: false } && result.GetResult(_inFlight) is { Implicit: false })
            {
                result.AddError("--rate and --in-flight exclude each other: one of them is allowed.");
            }
        });
    }

    /// <summary>What a command line without errors says.</summary>
    /// <exception cref="LoadFailedException">There are more connections than streams.</exception>
    public LoadOptions Read(ParseResult parsed)
    {
        (string host, int port) = parsed.GetValue(_server);
        int streams = parsed.GetValue(_streams);
        int connections = parsed.GetValue(_connections) ?? Math.Min(Default.Connections, streams);
        if (connections > streams)
        {
            throw new LoadFailedException(
                $"--connections is '{connections}': a whole number from 1 to the number of streams, {streams}, is allowed.");
        }

        return Default with
        {
            Host = host,
            Port = port,
            Streams = streams,
            Connections = connections,
            Senders = parsed.GetValue(_senders),
            Rate = parsed.GetValue(_rate),
            InFlight = parsed.GetValue(_inFlight) ?? Default.InFlight,
            Size = parsed.GetValue(_size),
            Duration = TimeSpan.FromSeconds(parsed.GetValue(_duration)!.Value),
            WarmUp = TimeSpan.FromSeconds(parsed.GetValue(_warmUp)!.Value),
            Pid = parsed.GetValue(_pid),
            Report = parsed.GetValue(_report),
        };
    }

    private static Option<T> Of<T>(string name, string argument, string description, string allowed, T fallback, TryRead<T> tryRead) =>
        new(name)
        {
            HelpName = argument,
            Description = description,
            DefaultValueFactory = _ => fallback,
            CustomParser = result => Read(result, name, allowed, fallback, tryRead),
        };

    private static T Read<T>(ArgumentResult result, string name, string allowed, T fallback, TryRead<T> tryRead)
    {
        string text = result.Tokens[0].Value;
        if (tryRead(text, out T value))
        {
            return value;
        }

        result.AddError($"{name} is '{text}': {allowed} is allowed.");
        return fallback;
    }

    private static Option<int> Number(string name, string argument, string description, int min, int max, int fallback) => Of(
        name,
        argument,
        $"{description} [default: {fallback}]",
        $"a whole number from {min} to {max}",
        fallback,
        (string text, out int value) =>
        {
            bool isRight = TryReadOptional(text, min, max, out int? number);
            value = number ?? 0;
            return isRight;
        });

    private static Option<double?> Seconds(string name, string description, double min, TimeSpan fallback) => Of<double?>(
        name,
        "SECONDS",
        string.Create(CultureInfo.InvariantCulture, $"{description} [default: {fallback.TotalSeconds}]"),
        string.Create(CultureInfo.InvariantCulture, $"a number of seconds from {min} to 86400"),
        fallback.TotalSeconds,
        (string text, out double? value) => TryReadNumber(text, min, 86_400, out value));

    private static bool TryReadOptional(string text, int min, int max, out int? value)
    {
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        value = number;
        return isNumber && number >= min && number <= max;
    }

    private static bool TryReadNumber(string text, double min, double max, out double? value)
    {
        bool isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        value = number;
        return isNumber && number >= min && number <= max;
    }

    private static bool TryReadAddress(string text, out (string Host, int Port) address)
    {
        int colon = text.LastIndexOf(':');
        string host = colon > 0 ? text[..colon] : "";
        host = host is ['[', .. var ipv6, ']'] ? ipv6 : host;
        bool isPort = TryReadOptional(text[(colon + 1)..], 1, ushort.MaxValue, out int? port);
        address = (host, port ?? 0);
        return isPort && Uri.CheckHostName(host) is not UriHostNameType.Unknown;
    }
}
