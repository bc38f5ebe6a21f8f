using System.Text.Json;
using System.Text.RegularExpressions;

namespace Messenger.EndToEnd.Fixtures.OpenApi;

/// <summary>JSON Schema, as much of it as the document uses; a keyword that is not known fails the test, and is not passed over.</summary>
/// <param name="root">The document that references are resolved in.</param>
internal sealed class JsonSchema(JsonElement root)
{
    /// <summary>Expects that a value is as a schema says.</summary>
    public void Check(JsonElement value, JsonElement schema) => Check(value, schema, "$");

    /// <summary>What a reference stands for; any other element itself.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("$ref", out JsonElement reference))
        {
            return element;
        }

        JsonElement target = root;
        foreach (string name in reference.GetString()!.Split('/').Skip(1))
        {
            target = target.GetProperty(name);
        }

        return target;
    }

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException(type),
    };

    private void Check(JsonElement value, JsonElement schema, string place)
    {
        schema = Resolve(schema);
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            switch (keyword.Name)
            {
                case "description":
                    break;
                case "properties":
                    foreach (JsonProperty property in keyword.Value.EnumerateObject())
                    {
                        if (value.TryGetProperty(property.Name, out JsonElement member))
                        {
                            Check(member, property.Value, $"{place}.{property.Name}");
                        }
                    }

                    break;
                case "items":
                    foreach (JsonElement item in value.EnumerateArray())
                    {
                        Check(item, keyword.Value, $"{place}[]");
                    }

                    break;
                default:
                    Assert.IsTrue(
                        Holds(value, keyword, schema),
                        $"{place} is {value.GetRawText()}: {keyword.Name} is {keyword.Value.GetRawText()}.");
                    break;
            }
        }
    }

    private static bool Holds(JsonElement value, JsonProperty keyword, JsonElement schema) => keyword.Name switch
    {
        "type" when keyword.Value.ValueKind == JsonValueKind.Array =>
            keyword.Value.EnumerateArray().Any(type => IsOfType(value, type.GetString()!)),
        "type" => IsOfType(value, keyword.Value.GetString()!),
        "required" => keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "additionalProperties" => !keyword.Value.GetBoolean()
            && value.EnumerateObject().All(member => schema.GetProperty("properties").TryGetProperty(member.Name, out _)),
        "pattern" => Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!),
        "const" => value.GetString() == keyword.Value.GetString(),
        "minLength" => value.GetString()!.Length >= keyword.Value.GetInt32(),
        "minimum" => value.GetInt64() >= keyword.Value.GetInt64(),
        _ => throw new NotSupportedException(keyword.Name),
    };
}
