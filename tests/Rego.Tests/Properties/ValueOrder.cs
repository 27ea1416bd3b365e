using Rego.Values;

namespace Rego.Tests.Properties;

/// <summary>Holds the order of values to what an order is.</summary>
internal static class ValueOrder
{
    private const int MaxValues = 24;

    /// <summary>A value and all that it holds.</summary>
    internal static void Collect(RegoValue value, List<RegoValue> values)
    {
        if (!value.IsDefined)
        {
            return;
        }

        values.Add(value);
        switch (value)
        {
            case RegoArray array:
                array.ToList().ForEach(item => Collect(item, values));
                break;
            case RegoSet set:
                set.ToList().ForEach(item => Collect(item, values));
                break;
            case RegoObject members:
                members.ToList().ForEach(member =>
                {
                    Collect(member.Key, values);
                    Collect(member.Value, values);
                });
                break;
        }
    }

    internal static void AssertTotal(IEnumerable<RegoValue> all)
    {
        var values = all.Distinct().Take(MaxValues).ToList();
        foreach (var a in values)
        {
            Assert.That(a.CompareTo(a), Is.Zero, $"{a}");
            foreach (var b in values)
            {
                Assert.That(Math.Sign(a.CompareTo(b)), Is.EqualTo(-Math.Sign(b.CompareTo(a))), $"{a} and {b}");
                Assert.That(a.CompareTo(b) == 0, Is.EqualTo(a.Equals(b)), $"{a} and {b}");
                Assert.That(!a.Equals(b) || a.GetHashCode() == b.GetHashCode(), Is.True, $"{a} and {b}");
            }
        }

        values.Sort();
        for (var i = 0; i < values.Count; i++)
        {
            Assert.That(values.Skip(i + 1).All(later => values[i].CompareTo(later) < 0), Is.True, $"{values[i]} in {RegoArray.From(values)}");
        }
    }
}
