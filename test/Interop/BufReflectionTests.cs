using System.Diagnostics;
using System.Text.Json;

namespace Messenger.Interop;

/// <summary><c>buf curl</c>, which has no contract here, learns it from our server's reflection, by both of its versions.</summary>
[TestClass]
public sealed class BufReflectionTests
{
    private const string V1 = "grpc-v1";
    private const string V1Alpha = "grpc-v1alpha";

    private static HostProcess _server = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        await Buf.RequireAsync();
        _server = await HostProcess.StartServerAsync();
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [TestMethod]
    [DataRow(V1)]
    [DataRow(V1Alpha)]
    public async Task ListServices_OfAServer_HasAll(string version)
    {
        string output = await AskAsync("", "--reflect-protocol", version, "--list-services");

        Assert.AreSequenceEqual(
            [
                "chat.ChatService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
                "mes_grpc.MessengerServer",
            ],
            Lines(output));
    }

    [TestMethod]
    [DataRow(V1)]
    [DataRow(V1Alpha)]
    public async Task ListMethods_OfAServer_HasThoseOfBothContracts(string version)
    {
        string[] methods = Lines(await AskAsync("", "--reflect-protocol", version, "--list-methods"));

        CollectionAssert.IsSubsetOf(
            new[] { "mes_grpc.MessengerServer/ReadMessages", "chat.ChatService/SendMessage", "grpc.health.v1.Health/Watch" }, methods);
    }

    [TestMethod]
    [DataRow(V1)]
    [DataRow(V1Alpha)]
    public async Task Call_WithoutAContract_IsServed(string version)
    {
        string sent = await AskAsync(
            "mes_grpc.MessengerServer/SendMessage",
            "--reflect-protocol", version, "--data", """{"author": "Жанна", "text": "Привет 🦀"}""");
        string health = await AskAsync(
            "grpc.health.v1.Health/Check", "--reflect-protocol", version, "--data", """{"service": "chat.ChatService"}""");

        Assert.HasCount("2026-11-20T09:21:46.205758801Z".Length, Json(sent).GetProperty("sendTime").GetString()!);
        Assert.AreEqual("SERVING", Json(health).GetProperty("status").GetString());
    }

    private static string[] Lines(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private static JsonElement Json(string output) => JsonSerializer.Deserialize<JsonElement>(output);

    private static async Task<string> AskAsync(string path, params string[] options)
    {
        using Process asking = Buf.Ask(_server.Port, path, options);
        Task<string> output = asking.StandardOutput.ReadToEndAsync();
        Task<string> errors = asking.StandardError.ReadToEndAsync();
        await asking.WaitForExitAsync().Within();
        Assert.AreEqual(0, asking.ExitCode, await errors);
        return await output;
    }
}
