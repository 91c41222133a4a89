using System.Text.Json;

namespace LeanDeep.Tests.Training;

/// <summary>Reference values of Tests/Golden: one JSON object with the member "cases".</summary>
internal static class GoldenFile
{
    public static IEnumerable<JsonElement> Cases(string name)
    {
        using var stream = File.OpenRead(Path.Combine(SharedFolder.Repository, "Tests", "Golden", name));
        return JsonDocument.Parse(stream).RootElement.GetProperty("cases").EnumerateArray().ToArray();
    }

    public static double[] Numbers(this JsonElement element, string member) =>
        element.GetProperty(member).EnumerateArray().Select(Number).ToArray();

    public static double Number(this JsonElement element, string member) => Number(element.GetProperty(member));

    private static double Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? double.Parse(element.GetString()!) : element.GetDouble();

    /// <summary>Asserts |actual − expected| ≤ tolerance · max(1, |expected|), or NaN where NaN is expected.</summary>
    public static void AssertClose(double expected, double actual, double tolerance)
    {
        if (double.IsNaN(expected))
            Assert.True(double.IsNaN(actual), $"expected NaN, found {actual}");
        else
            Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected)), $"expected {expected:R}, found {actual:R}");
    }
}
