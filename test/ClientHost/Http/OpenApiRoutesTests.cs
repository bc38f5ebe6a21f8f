using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Messenger.ClientHost.Tests.Http;

/// <summary>The document of the HTTP API names the routes that are mapped, and no others.</summary>
[TestClass]
public sealed class OpenApiRoutesTests
{
    [TestMethod]
    public async Task Document_OfTheApi_NamesExactlyTheRoutesThatAreMapped()
    {
        await using WebApplication app = ClientCommand.Build(TestSettings.Of(new Uri("http://localhost:1")));

        IEnumerable<string> mapped = ((IEndpointRouteBuilder)app).DataSources
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(route => !IsOfThePage(route))
            .SelectMany(route => route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} {route.RoutePattern.RawText}"));

        Assert.AreEqual(string.Join('\n', Documented().Order()), string.Join('\n', mapped.Order()));
    }

    // The page and its assets are for people. What is excluded can be read only, and lies outside of the API.
    private static bool IsOfThePage(RouteEndpoint route)
    {
        bool isExcluded = route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription ?? false;
        if (isExcluded)
        {
            CollectionAssert.IsSubsetOf(route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.ToArray(), new[] { "GET", "HEAD" });
            Assert.IsFalse(route.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal), route.RoutePattern.RawText);
        }

        return isExcluded;
    }

    private static List<string> Documented()
    {
        using Stream resource = typeof(ClientSettings).Assembly.GetManifestResourceStream("openapi.json")!;
        using JsonDocument document = JsonDocument.Parse(resource);
        return
        [
            .. document.RootElement.GetProperty("paths").EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}")),
        ];
    }
}
