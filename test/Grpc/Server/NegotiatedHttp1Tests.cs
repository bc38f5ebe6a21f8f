using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.Grpc.Tests;

/// <summary>What a call gets whose connection, under TLS, has agreed on another HTTP. Kestrel's part is played by its features.</summary>
[TestClass]
public sealed class NegotiatedHttp1Tests
{
    [TestMethod]
    [DataRow("HTTP/1.1")]
    [DataRow("HTTP/1.0")]
    public async Task Call_OverNegotiatedHttp1_Gets426WithUpgrade(string protocol)
    {
        var request = new HttpRequestFeature { Method = "POST", Path = EchoService.EchoPath, Protocol = protocol };
        request.Headers.ContentType = "application/grpc";
        var response = new HttpResponseFeature();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(response);
        var application = new GrpcApplication([new EchoService().Bind()], new OpenCalls(), new GrpcServerOptions(), observer: null, NullLogger.Instance);

        await application.ProcessRequestAsync(features).Within();

        Assert.AreEqual(426, response.StatusCode);
        Assert.AreEqual("HTTP/2", response.Headers.Upgrade.ToString());
        Assert.AreEqual("13", response.Headers["grpc-status"].ToString());
        Assert.AreEqual($"The request is {protocol}: gRPC needs HTTP/2.", response.Headers["grpc-message"].ToString());
    }
}
