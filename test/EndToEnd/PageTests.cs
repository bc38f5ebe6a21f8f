using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd;

/// <summary>How the page and its assets are served.</summary>
[TestClass]
public sealed partial class PageTests
{
    private const string Browser = "text/html,application/xhtml+xml,*/*;q=0.8";

    private static HostProcess _client = null!;
    private static ChatApi _api = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        // The page is there without a server, too.
        _client = await HostProcess.StartClientAsync(FreePort.Find());
        _api = new ChatApi(_client);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        _api.Dispose();
        await _client.DisposeAsync();
    }

    [TestMethod]
    public async Task Page_OfARoom_IsTheOneAtTheRoot()
    {
        string root = await TextAsync("/", ("Accept", Browser));

        Assert.StartsWith("<!doctype html>", root);
        Assert.AreEqual(root, await TextAsync("/rooms/00000000-0000-0000-0000-000000000000", ("Accept", Browser)));
        Assert.AreEqual(root, await TextAsync("/rooms/%D0%BB"));
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("*/*")]
    [DataRow("application/json")]
    [DataRow("text/html;q=0, */*")]
    public async Task Root_OfWhoDoesNotAskForHtml_IsText(string? accept)
    {
        using HttpResponseMessage response = await AskAsync("/", accept is null ? [] : [("Accept", accept)]);

        Assert.AreEqual("text/plain; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains("Accept", response.Headers.Vary);
    }

    [TestMethod]
    public async Task Page_AndAssets_MayRunNothingButTheirOwn()
    {
        foreach (string path in (string[])["/", .. await AssetsAsync()])
        {
            using HttpResponseMessage response = await AskAsync(path, ("Accept", Browser));

            Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, path);
            Assert.AreEqual(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                response.Headers.GetValues("Content-Security-Policy").Single());
            Assert.AreEqual("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.AreEqual("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        }
    }

    [TestMethod]
    public async Task Page_ThatIsKnown_IsAskedAboutAndNotSentAgain()
    {
        using HttpResponseMessage first = await AskAsync("/", ("Accept", Browser));
        using HttpResponseMessage again = await AskAsync("/", ("Accept", Browser), ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.AreEqual("no-cache", first.Headers.CacheControl?.ToString());
        Assert.AreEqual(HttpStatusCode.NotModified, again.StatusCode);
        Assert.AreEqual(first.Headers.ETag, again.Headers.ETag);
    }

    [TestMethod]
    public async Task Assets_OfThisVersion_AreKeptForEver()
    {
        List<string> assets = await AssetsAsync();
        Assert.IsGreaterThan(5, assets.Count);
        foreach (string path in assets)
        {
            using HttpResponseMessage response = await AskAsync(path);

            Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, path);
            Assert.AreEqual("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
            Assert.AreEqual(
                Path.GetExtension(path) switch { ".js" => "text/javascript", ".css" => "text/css", _ => "image/svg+xml" },
                response.Content.Headers.ContentType?.MediaType);
        }
    }

    [TestMethod]
    [DataRow("gzip, deflate, br, zstd", "br")]
    [DataRow("gzip", "gzip")]
    [DataRow("br;q=0, *", "gzip")]
    [DataRow("*", "br")]
    [DataRow("identity", null)]
    [DataRow("gzip;q=0", null)]
    [DataRow(null, null)]
    public async Task Asset_InACodingThatIsAccepted_IsTheSame(string? accepted, string? coding)
    {
        string path = (await AssetsAsync()).First(asset => asset.EndsWith("/page.css", StringComparison.Ordinal));
        string plain = await TextAsync(path);

        using HttpResponseMessage response = await AskAsync(path, accepted is null ? [] : [("Accept-Encoding", accepted)]);
        byte[] body = await response.Content.ReadAsByteArrayAsync().Within();

        Assert.AreEqual(coding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        Assert.EndsWith(coding is null ? "" : $"-{coding}\"", response.Headers.ETag!.Tag);
        Assert.AreEqual(plain, Decode(body, coding));
    }

    [TestMethod]
    [DataRow("/assets/0123456789abcdef/app.js")]
    [DataRow("/assets/{0}/nothing.js")]
    [DataRow("/assets/{0}/index.html")]
    [DataRow("/assets/{0}/..%2fopenapi.json")]
    [DataRow("/index.html")]
    [DataRow("/rooms")]
    public async Task Asset_ThatThereIsNot_IsNotFoundAndNotKept(string path)
    {
        string version = (await AssetsAsync())[0].Split('/')[2];

        using HttpResponseMessage response = await AskAsync(path.Replace("{0}", version, StringComparison.Ordinal));

        await response.DetailAsync(404);
        Assert.AreEqual("no-store", response.Headers.CacheControl?.ToString());
    }

    /// <summary>What the page names, and what its modules import: all of it must be of this process.</summary>
    private static async Task<List<string>> AssetsAsync()
    {
        string page = await TextAsync("/", ("Accept", Browser));
        List<string> assets = [.. Reference().Matches(page).Select(match => match.Groups[1].Value).Where(name => name.Contains('.')).Distinct()];
        for (int i = 0; i < assets.Count; i++)
        {
            if (assets[i].EndsWith(".js", StringComparison.Ordinal))
            {
                string folder = assets[i][..(assets[i].LastIndexOf('/') + 1)];
                string module = await TextAsync(assets[i]);
                assets.AddRange(Import().Matches(module).Select(match => folder + match.Groups[1].Value).Except(assets));
            }
        }

        return assets;
    }

    private static async Task<string> TextAsync(string path, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await AskAsync(path, headers);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, path);
        return await response.Content.ReadAsStringAsync().Within();
    }

    private static async Task<HttpResponseMessage> AskAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _api.Http.SendAsync(request).Within();
    }

    private static string Decode(byte[] body, string? coding)
    {
        using var source = new MemoryStream(body);
        using Stream plain = coding switch
        {
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            _ => source,
        };
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("(?:src|href)=\"(/[^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex(@"from '\./([^']+)'")]
    private static partial Regex Import();
}
