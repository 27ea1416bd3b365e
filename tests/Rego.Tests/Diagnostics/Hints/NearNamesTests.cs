using Rego.Hints;

namespace Rego.Tests.Diagnostics.Hints;

public sealed class NearNamesTests
{
    [TestCase("cuont", "count")]
    [TestCase("countt", "count")]
    [TestCase("Count", "count")]
    [TestCase("starswith", "startswith")]
    [TestCase("xy", null)]
    [TestCase("cow", null)]
    [TestCase("count", null)]
    [TestCase("environment", null)]
    public void Find_Misspelt_IsTheNearestOrNone(string name, string? nearest) =>
        Assert.That(NearNames.Find(name, ["count", "concat", "startswith", "xz", "abc"]), Is.EqualTo(nearest));
}
