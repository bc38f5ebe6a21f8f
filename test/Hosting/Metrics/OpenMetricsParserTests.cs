using Messenger.Fixtures.OpenMetrics;

namespace Messenger.Hosting.Tests.Metrics;

/// <summary>The parser that scrapes are held against takes what OpenMetrics allows, and refuses what it does not.</summary>
[TestClass]
public sealed class OpenMetricsParserTests
{
    private const string Histogram = "# TYPE h histogram\nh_bucket{le=\"1.0\"} 2\nh_bucket{le=\"+Inf\"} 3\nh_sum 4.5\nh_count 3\n";

    [TestMethod]
    public void Parse_OfAllKinds_HasWhatIsThere()
    {
        IReadOnlyDictionary<string, ScrapedMetric> metrics = OpenMetricsText.Parse(
            "# TYPE a_seconds counter\n# UNIT a_seconds seconds\n# HELP a_seconds Help \\\\ \\\" \\n.\n"
            + "a_seconds_total{x=\"1\",y=\"\\\"\\\\\\n}{,\"} 1.5e3\na_seconds_total{x=\"2\",y=\"\"} 0\n"
            + "# TYPE g gauge\ng NaN\n# TYPE t info\nt_info{a=\"b\"} 1\n" + Histogram + "# EOF\n");

        ScrapedMetric counter = metrics["a_seconds"];
        Assert.AreEqual(("counter", "seconds", "Help \\ \" \n."), (counter.Type, counter.Unit, counter.Help));
        Assert.AreEqual(1500, counter.Samples[0].Value);
        Assert.AreEqual("\"\\\n}{,", counter.Samples[0].Label("y"));
        Assert.AreEqual(double.NaN, metrics["g"].Samples.Single().Value);
        Assert.HasCount(4, metrics["h"].Samples);
        Assert.HasCount(4, metrics);
    }

    [TestMethod]
    [DataRow("", DisplayName = "nothing")]
    [DataRow("# TYPE g gauge\ng 1\n", DisplayName = "no end")]
    [DataRow("# TYPE g gauge\ng 1\n# EOF", DisplayName = "no last line feed")]
    [DataRow("# EOF\n# TYPE g gauge\ng 1\n# EOF\n", DisplayName = "an end before the end")]
    [DataRow("# TYPE g gauge\r\ng 1\n# EOF\n", DisplayName = "a carriage return")]
    [DataRow("# TYPE g gauge\n\ng 1\n# EOF\n", DisplayName = "an empty line")]
    [DataRow("# A comment\n# EOF\n", DisplayName = "a comment")]
    [DataRow("g 1\n# EOF\n", DisplayName = "no type")]
    [DataRow("# TYPE g gorge\ng 1\n# EOF\n", DisplayName = "no such type")]
    [DataRow("# TYPE g gauge\n# TYPE g gauge\ng 1\n# EOF\n", DisplayName = "two types")]
    [DataRow("# TYPE g gauge\ng 1\n# HELP g Help\n# EOF\n", DisplayName = "help after samples")]
    [DataRow("# TYPE g gauge\n# HELP g He\"lp\ng 1\n# EOF\n", DisplayName = "a quote in the help")]
    [DataRow("# TYPE g gauge\n# HELP g He\\lp\ng 1\n# EOF\n", DisplayName = "no escape")]
    [DataRow("# TYPE g gauge\n# UNIT g seconds\ng 1\n# EOF\n", DisplayName = "a unit that the name does not have")]
    [DataRow("# TYPE g gauge\ng 1\n# TYPE i gauge\ni 1\ng{a=\"b\"} 1\n# EOF\n", DisplayName = "cut apart")]
    [DataRow("# TYPE g gauge\ng 1\n# TYPE i gauge\ni 1\n# HELP g Help\n# EOF\n", DisplayName = "metadata cut apart")]
    [DataRow("# TYPE g gauge\ng 1\ng 2\n# EOF\n", DisplayName = "said twice")]
    [DataRow("# TYPE g gauge\ng{a=\"1\",b=\"2\"} 1\ng{b=\"2\",a=\"1\"} 2\n# EOF\n", DisplayName = "said twice in another order")]
    [DataRow("# TYPE g gauge\ng{a=\"1\",a=\"2\"} 1\n# EOF\n", DisplayName = "a label twice")]
    [DataRow("# TYPE g gauge\ng{a=\"1\",} 1\n# EOF\n", DisplayName = "a comma too many")]
    [DataRow("# TYPE g gauge\ng{a=\"1\"b=\"2\"} 1\n# EOF\n", DisplayName = "a comma too few")]
    [DataRow("# TYPE g gauge\ng{a.b=\"1\"} 1\n# EOF\n", DisplayName = "a dot in a label")]
    [DataRow("# TYPE g.h gauge\ng.h 1\n# EOF\n", DisplayName = "a dot in a name")]
    [DataRow("# TYPE g gauge\ng{a=\"\\x\"} 1\n# EOF\n", DisplayName = "no escape in a label")]
    [DataRow("# TYPE g gauge\ng{a=\"\"\"} 1\n# EOF\n", DisplayName = "a quote in a label")]
    [DataRow("# TYPE g gauge\ng  1\n# EOF\n", DisplayName = "two spaces")]
    [DataRow("# TYPE g gauge\ng 1,5\n# EOF\n", DisplayName = "a decimal comma")]
    [DataRow("# TYPE g gauge\ng Infinity\n# EOF\n", DisplayName = "no number")]
    [DataRow("# TYPE g gauge\ng_total 1\n# EOF\n", DisplayName = "a gauge's total")]
    [DataRow("# TYPE c counter\nc 1\n# EOF\n", DisplayName = "a counter without its suffix")]
    [DataRow("# TYPE c counter\nc_total -1\n# EOF\n", DisplayName = "a counter below nothing")]
    [DataRow("# TYPE c counter\nc_total 1\n# TYPE c_total gauge\nc_total 1\n# EOF\n", DisplayName = "one metric's sample is another metric")]
    [DataRow("# TYPE i info\ni_info 2\n# EOF\n", DisplayName = "an info that is not 1")]
    [DataRow("# TYPE h histogram\nh_bucket{le=\"1.0\"} 2\nh_sum 4.5\nh_count 2\n# EOF\n", DisplayName = "no bucket of all")]
    [DataRow("# TYPE h histogram\nh_bucket{le=\"1.0\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_sum 4.5\nh_count 1\n# EOF\n", DisplayName = "buckets that shrink")]
    [DataRow("# TYPE h histogram\nh_bucket{le=\"2.0\"} 1\nh_bucket{le=\"1.0\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 4.5\nh_count 1\n# EOF\n", DisplayName = "bounds that do not ascend")]
    [DataRow("# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 3\nh_sum 4.5\nh_count 3\n# EOF\n", DisplayName = "a bound that is no real number")]
    [DataRow("# TYPE h histogram\nh_bucket{le=\"+Inf\"} 3\nh_sum 4.5\nh_count 4\n# EOF\n", DisplayName = "another count")]
    [DataRow("# TYPE h histogram\nh_bucket{le=\"+Inf\"} 3\nh_count 3\n# EOF\n", DisplayName = "no sum")]
    [DataRow("# TYPE h histogram\nh_bucket 3\nh_sum 1\nh_count 3\n# EOF\n", DisplayName = "a bucket without a bound")]
    public void Parse_OfWhatIsWrong_Fails(string text) => Assert.ThrowsExactly<FormatException>(() => OpenMetricsText.Parse(text));
}
