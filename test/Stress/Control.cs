namespace Messenger.Stress;

/// <summary>Runs a scenario on something broken until it is caught, each time with another seed.</summary>
internal static class Control
{
    private const int Attempts = 200;

    // Being late is all that a lost wake-up shows. Whoever is late for another reason is caught wrongly here, which harms nobody.
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(1);

    public static async Task Catches(Rule rule, Func<int, TimeSpan, Task<Findings>> run)
    {
        int seed = Seed.Next();
        string last = "nothing";
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Findings findings = await run(seed + attempt, ShortPatience);
            if (findings.Violations.FirstOrDefault(violation => violation.Rule == rule) is { } violation)
            {
                Console.WriteLine($"Caught in attempt {attempt + 1} of {Attempts}. {violation}");
                return;
            }

            last = findings.Any ? findings.ToString() : last;
        }

        Assert.Fail($"{Attempts} attempts did not catch what breaks {rule}. Found: {last}");
    }
}
