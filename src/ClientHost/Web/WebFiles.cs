using System.Security.Cryptography;
using System.Text;
using Messenger.ClientHost.Http;

namespace Messenger.ClientHost.Web;

/// <summary>The page and its assets, which are embedded in the program.</summary>
internal sealed class WebFiles
{
    private const string Prefix = "web/";
    private const string PageName = "index.html";

    // What the page has in place of the folder of its assets.
    private const string FolderMark = "{assets}";

    private static readonly Dictionary<string, string> ContentTypes = new()
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    private readonly Dictionary<string, WebFile> _assets = [];

    public WebFiles()
    {
        var contents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string name in typeof(WebFiles).Assembly.GetManifestResourceNames())
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                contents.Add(name[Prefix.Length..], Read(name));
            }
        }

        contents.Remove(PageName, out byte[]? page);
        Version = VersionOf(contents);
        foreach ((string name, byte[] content) in contents)
        {
            _assets.Add(name, new WebFile(content, ContentTypes[Path.GetExtension(name)]));
        }

        string html = Encoding.UTF8.GetString(page!).Replace(FolderMark, $"/assets/{Version}", StringComparison.Ordinal);
        Page = new WebFile(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8");
    }

    /// <summary>
    /// A hash of all assets, which is the folder that they are in: so the modules can name each other by their names alone, and
    /// none is ever used with another version's.
    /// </summary>
    public string Version { get; }

    public WebFile Page { get; }

    /// <summary>An asset; null if there is none of this name and version.</summary>
    public WebFile? Asset(string version, string name) => version == Version ? _assets.GetValueOrDefault(name) : null;

    private static byte[] Read(string name)
    {
        using Stream resource = typeof(WebFiles).Assembly.GetManifestResourceStream(name)!;
        byte[] content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }

    private static string VersionOf(SortedDictionary<string, byte[]> contents)
    {
        var all = new MemoryStream();
        foreach ((string name, byte[] content) in contents)
        {
            all.Write(Encoding.UTF8.GetBytes(name));
            all.Write(SHA256.HashData(content));
        }

        return EntityTag.HashOf(all.ToArray());
    }
}
