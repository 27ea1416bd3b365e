using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Rego.Tooling.Conformance;

namespace Rego.Tests.Conformance;

/// <summary>Counts what passed, by category. Thread-safe.</summary>
internal sealed class ConformanceFigures
{
    private readonly ConcurrentBag<ConformanceOutcome> _outcomes = [];

    internal void Add(ConformanceOutcome outcome) => _outcomes.Add(outcome);

    public override string ToString()
    {
        var text = new StringBuilder();
        var categories = _outcomes.GroupBy(outcome => outcome.Case.Category).OrderBy(category => category.Key, StringComparer.Ordinal).ToList();
        foreach (var category in categories)
        {
            var calls = category.Any(outcome => BuiltinUse.IsIn(outcome.Case)) ? "calls built-in functions" : "no built-in calls";
            Append(text, category.Key, category, calls);
        }

        var plain = categories.Where(category => !category.Any(outcome => BuiltinUse.IsIn(outcome.Case))).SelectMany(category => category);
        Append(text, "all categories without built-in calls", plain, string.Empty);
        Append(text, "all", _outcomes, string.Empty);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, IEnumerable<ConformanceOutcome> outcomes, string note)
    {
        var all = outcomes.ToList();
        text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {all.Count(outcome => outcome.Passed)} of {all.Count} {note}").TrimEnd());
    }
}
