using NUnit.Framework;
using Rego.Values;

namespace Rego.Tests.Values;

public sealed class RegoObjectTests
{
    [TestCase(3)]
    [TestCase(100)]
    public void TryGetValue_ByTextAndByValue_FindsTheSame(int count)
    {
        var members = RegoObject.From(Enumerable.Range(0, count)
            .Select(i => KeyValuePair.Create<RegoValue, RegoValue>(i % 2 == 0 ? RegoString.From($"k{i}") : RegoNumber.From(i), RegoNumber.From(i))));
        for (var i = 0; i < count; i += 2)
        {
            Assert.That(members[$"k{i}"], Is.EqualTo(RegoNumber.From(i)));
            Assert.That(members[RegoString.From($"k{i}")], Is.EqualTo(RegoNumber.From(i)));
        }

        Assert.That(members["k1"].IsDefined, Is.False);
        Assert.That(members[string.Empty].IsDefined, Is.False);
    }
}
