using System.Text.Json;

namespace Gatectl.Tests.Live;

/// <summary>One file of recorded answers, and what is known to differ from them.</summary>
internal sealed class LiveSuite
{
    private readonly string _name;
    private readonly LiveDifferences _differences;

    /// <param name="name">The file's name without its ending.</param>
    internal LiveSuite(string name)
    {
        _name = name;
        _differences = LiveDifferences.Load(name);
    }

    /// <summary>The cases, without the groups that are left out.</summary>
    internal IEnumerable<TestCaseData> Cases(Func<LiveCase, bool>? where = null) =>
        LiveFiles.Own(_name).SelectMany(suite => CasesOf(suite, isOwn: true)).Concat(LiveFiles.Named(_name).SelectMany(suite => CasesOf(suite, isOwn: false)))
            .Where(@case => !_differences.LeftOut.ContainsKey(@case.Group) && where?.Invoke(@case) != false)
            .Select(@case => new TestCaseData(@case).SetName($"{_name}: {@case.Name}"));

    private static IEnumerable<LiveCase> CasesOf(JsonElement suite, bool isOwn) =>
        suite.GetProperty("cases").EnumerateArray().Select(json => new LiveCase(suite, json, isOwn));

    /// <summary>Holds an outcome against what is expected of the case.</summary>
    /// <param name="case">The case.</param>
    /// <param name="failure">How the outcome differs from OPA's; null where it does not.</param>
    internal void Verify(LiveCase @case, string? failure)
    {
        if (!@case.IsOwn || !_differences.Cases.TryGetValue(@case.Name, out var difference))
        {
            Assert.That(failure, Is.Null);
            return;
        }

        Assert.That(failure, Is.Not.Null, $"the case comes out as in OPA: take it out of differences/{_name}.json ({difference.Reason})");
    }
}
