using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Messenger.Hosting;

/// <summary>
/// Settings of a program: each is an environment variable, <c>MESSENGER_SERVER_PORT</c>, and a command-line option of the same name,
/// <c>--server-port</c>, which outranks it. A wrong value is an error of the command line, in one sentence that names the setting, the
/// value and what is allowed.
/// </summary>
public static class Setting
{
    private const string Prefix = "MESSENGER_";

    /// <summary>Reads a setting's text.</summary>
    /// <returns>False: the text is wrong.</returns>
    public delegate bool TryRead<T>(string text, out T value);

    /// <summary>A setting of any type.</summary>
    /// <param name="variable">The environment variable.</param>
    /// <param name="description">What it sets, for the help.</param>
    /// <param name="allowed">What is allowed, as the end of a sentence: "a whole number from 1 to 5".</param>
    /// <param name="fallback">The value where it is not set.</param>
    /// <param name="tryRead">Reads the text.</param>
    public static Option<T> Of<T>(string variable, string description, string allowed, T fallback, TryRead<T> tryRead)
    {
        ArgumentNullException.ThrowIfNull(variable);
        string option = "--" + variable[Prefix.Length..].ToLowerInvariant().Replace('_', '-');
        return new Option<T>(option)
        {
            Description = $"{description} [{variable}]",
            CustomParser = result => Read(result, option, result.Tokens[0].Value),
            DefaultValueFactory = result =>
                Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? Read(result, variable, text) : fallback,
        };

        T Read(ArgumentResult result, string source, string text)
        {
            if (tryRead(text, out T value))
            {
                return value;
            }

            result.AddError($"{source} is '{text}': {allowed} is allowed.");
            return fallback;
        }
    }

    /// <summary>A setting that is a whole number.</summary>
    public static Option<int> Number(string variable, string description, int min, int max, int fallback) =>
        Of(
            variable,
            description,
            $"a whole number from {min} to {max}",
            fallback,
            (string text, out int value) =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= min && value <= max);

    /// <summary>A setting that is one of a few words; the first is the fallback.</summary>
    public static Option<string> OneOf(string variable, string description, params string[] words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Of(
            variable,
            description,
            string.Join(" or ", words.Select(word => $"'{word}'")),
            words[0],
            (string text, out string value) => words.Contains(value = text));
    }

    /// <summary>A setting that is a TCP port to listen on; 0 stands for a free one.</summary>
    public static Option<int> Port(string variable, string description, int fallback) =>
        Number(variable, description, 0, ushort.MaxValue, fallback);
}
