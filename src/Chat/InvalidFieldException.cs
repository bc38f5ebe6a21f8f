namespace Messenger.Chat;

/// <summary>A field breaks a rule of the house. Nothing was stored.</summary>
/// <param name="field">Which one: "author", "text", "name" or "idempotencyKey".</param>
/// <param name="problem">What is wrong with it and what is allowed, as the rest of a sentence that begins with the field.</param>
public sealed class InvalidFieldException(string field, string problem) : Exception($"'{field}' {problem}")
{
    /// <summary>Which field.</summary>
    public string Field { get; } = field;

    /// <summary>What is wrong with it and what is allowed, as the rest of a sentence that begins with the field.</summary>
    public string Problem { get; } = problem;
}
