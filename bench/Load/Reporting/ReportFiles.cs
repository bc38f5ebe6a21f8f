namespace Messenger.Load.Reporting;

/// <summary>The folder that the report goes to.</summary>
internal sealed class ReportFiles
{
    private readonly string _folder;

    private ReportFiles(string folder) => _folder = folder;

    /// <summary>A folder, which is made if need be: before the run, so that nobody waits for a report that cannot be written.</summary>
    /// <exception cref="LoadFailedException">It cannot be made.</exception>
    public static ReportFiles In(string folder)
    {
        try
        {
            return new ReportFiles(Directory.CreateDirectory(folder).FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new LoadFailedException($"--report is '{folder}', and there can be no such folder: {e.Message}", e);
        }
    }

    /// <summary>Writes both files, and returns a sentence that says where they are.</summary>
    /// <exception cref="LoadFailedException">They cannot be written.</exception>
    public async Task<string> WriteAsync(LoadReport report)
    {
        string page = Path.Combine(_folder, "report.html");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, "report.json"), ReportJson.Write(report));
            await File.WriteAllTextAsync(page, HtmlReport.Write(report));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LoadFailedException($"The report cannot be written: {e.Message}", e);
        }

        return $"Report: {page}";
    }
}
