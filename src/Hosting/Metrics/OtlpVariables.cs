namespace Messenger.Hosting.Metrics;

/// <summary>
/// The variables of OpenTelemetry that say whether and how metrics are sent. The SDK reads them, and all others of the exporter; here is what
/// it would pass over without a word if it were wrong.
/// </summary>
internal static class OtlpVariables
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>Whether metrics are to be sent.</summary>
    public static bool IsSet => Read(Endpoint) is not null;

    /// <summary>Checks what is set.</summary>
    /// <exception cref="StartFailedException">A value is wrong.</exception>
    public static void Check()
    {
        if (Read(Endpoint) is { } endpoint && !(Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"))
        {
            throw Wrong(Endpoint, endpoint, "a URL such as http://localhost:4318");
        }

        if (Read(Protocol) is { } protocol and not ("grpc" or "http/protobuf"))
        {
            throw Wrong(Protocol, protocol, "'grpc' or 'http/protobuf'");
        }
    }

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static StartFailedException Wrong(string variable, string value, string allowed) => new($"{variable} is '{value}': {allowed} is allowed.");
}
