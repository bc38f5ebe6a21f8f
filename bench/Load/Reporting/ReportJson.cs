using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messenger.Load.Reporting;

/// <summary>report.json, by generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LoadReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    public static string Write(LoadReport report) => JsonSerializer.Serialize(report, Default.LoadReport);

    public static LoadReport Read(string json) =>
        JsonSerializer.Deserialize(json, Default.LoadReport) ?? throw new JsonException("The report is null.");
}
