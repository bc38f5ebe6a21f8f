using System.Text.RegularExpressions;
using Messenger.Grpc.Protocol;

namespace Messenger.Grpc.Tests;

/// <summary>Values of headers made by chance.</summary>
[TestClass]
public sealed partial class HeaderFuzzTests
{
    [TestMethod]
    public void Timeout_OfAnyText_IsReadIfTheSpecificationHasIt() => Fuzz.Try(20_000, random =>
    {
        const string Characters = "0123456789HMSmun -+.eé٣";
        string value = string.Concat(Enumerable.Range(0, random.Next(11)).Select(_ => Characters[random.Next(Characters.Length)]));
        if (random.Next(2) == 0)
        {
            value = $"{random.Next(100_000_000)}{"HMSmun"[random.Next(6)]}";
        }

        Assert.AreEqual(Timeout().IsMatch(value), GrpcTimeout.TryParse(value, out TimeSpan timeout), value);
        Assert.IsGreaterThanOrEqualTo(TimeSpan.Zero, timeout);
    });

    [TestMethod]
    public void Timeout_WrittenAndRead_IsTheSameOrALittleLonger() => Fuzz.Try(20_000, random =>
    {
        var timeout = TimeSpan.FromTicks(random.NextInt64(1, 1L << random.Next(1, 61)));

        Assert.IsTrue(GrpcTimeout.TryParse(GrpcTimeout.Format(timeout), out TimeSpan read));

        Assert.IsGreaterThanOrEqualTo(timeout, read);
        Assert.IsLessThanOrEqualTo(timeout.Ticks + TimeSpan.TicksPerMicrosecond + (timeout.Ticks / 100_000), read.Ticks);
    });

    [TestMethod]
    public void StatusMessage_OfAnyText_IsPrintableAndComesBack() => Fuzz.Try(5000, random =>
    {
        string text = random.Text(30);

        string encoded = StatusMessage.Encode(text);

        Assert.IsFalse(encoded.AsSpan().ContainsAnyExceptInRange(' ', '~'), encoded);
        Assert.AreEqual(text, StatusMessage.Decode(encoded));
    });

    [TestMethod]
    public void StatusMessage_OfAnyBytes_LosesNothingThatIsNoEscape() => Fuzz.Try(5000, random =>
    {
        const string Characters = "%%%%0aAfFgx é";
        string encoded = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => Characters[random.Next(Characters.Length)]));

        string text = StatusMessage.Decode(encoded);

        string[] kept = Escape().Split(encoded);
        int at = 0;
        foreach (string part in kept)
        {
            at = text.IndexOf(part, at, StringComparison.Ordinal);
            Assert.IsGreaterThanOrEqualTo(0, at, $"'{part}' of '{encoded}' in '{text}'");
            at += part.Length;
        }
    });

    [TestMethod]
    public void Metadata_OnTheWireAndBack_IsTheSame() => Fuzz.Try(5000, random =>
    {
        byte[][] values = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new byte[random.Next(1, 20)])];
        Array.ForEach(values, random.NextBytes);
        string[] onTheWire = [.. values.Select(value => random.Next(2) == 0 ? Convert.ToBase64String(value) : new MetadataEntry("k-bin", value).Value)];
        Metadata metadata = [];

        MetadataHeaders.Add(metadata, "K-bin", random.Next(2) == 0 ? onTheWire : [string.Join(random.Next(2) == 0 ? "," : " , ", onTheWire)]);

        Assert.AreSequenceEqual(
            values.Select(Convert.ToHexString), metadata.Select(entry => Convert.ToHexString(entry.ValueBytes)));
    });

    [TestMethod]
    public void Metadata_OfAnything_IsReadOrPassedOverOrRefused() => Fuzz.Try(20_000, random =>
    {
        const string Characters = "AZaz09+/=-_.,: \té\u0001";
        string Anything(int longest) =>
            string.Concat(Enumerable.Range(0, random.Next(longest)).Select(_ => Characters[random.Next(Characters.Length)]));
        string name = Anything(5) + (random.Next(2) == 0 ? "-bin" : "");
        string value = Anything(10);
        Metadata metadata = [];
        try
        {
            MetadataHeaders.Add(metadata, name, [value]);
        }
        catch (RpcException e)
        {
            Assert.AreEqual(StatusCode.InvalidArgument, e.StatusCode);
            Assert.EndsWith("-bin", name);
            return;
        }

        Assert.IsTrue(metadata.All(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase) && entry.IsBinary == name.EndsWith("-bin", StringComparison.Ordinal)));
        Assert.IsTrue(metadata.Where(entry => !entry.IsBinary).All(entry => entry.Value == value));
    });

    [GeneratedRegex("^[0-9]{1,8}[HMSmun]$")]
    private static partial Regex Timeout();

    [GeneratedRegex("(?:%[0-9a-fA-F]{2})+")]
    private static partial Regex Escape();
}
