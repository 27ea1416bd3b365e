using Rego.Tooling.Reports;

namespace Gatectl.Policies.Eval;

/// <summary>The order of a profile's rows: by what is named, then by OPA's usual order, always from the highest.</summary>
internal static class ProfileOrder
{
    private static readonly string[] Usual = ["total_time_ns", "num_eval", "num_redo", "file", "line"];

    /// <summary>The first rows; all where <paramref name="limit"/> is 0 or less.</summary>
    internal static IReadOnlyList<StatementProfile> Choose(IReadOnlyList<StatementProfile> profile, IReadOnlyList<string> criteria, int limit)
    {
        var named = criteria.SelectMany(criterion => criterion.Split(',')).ToList();
        var order = named.Concat(criteria.Count == 0 ? Usual : Usual.Except(named)).Select(ComparisonOf).OfType<Comparison<StatementProfile>>().ToList();
        var sorted = profile.Order(Comparer<StatementProfile>.Create((left, right) => order.Select(compare => compare(right, left)).FirstOrDefault(result => result != 0)));
        return [.. limit <= 0 ? sorted : sorted.Take(limit)];
    }

    private static Comparison<StatementProfile>? ComparisonOf(string criterion) => criterion switch
    {
        "total_time_ns" => (a, b) => a.Time.CompareTo(b.Time),
        "num_eval" => (a, b) => a.Evaluations.CompareTo(b.Evaluations),
        "num_redo" => (a, b) => a.Redos.CompareTo(b.Redos),
        "num_gen_expr" => (a, b) => a.Statements.CompareTo(b.Statements),
        "file" => (a, b) => string.CompareOrdinal(a.Location.File?.Path, b.Location.File?.Path),
        "line" => (a, b) => a.Location.Row.CompareTo(b.Location.Row),
        _ => null,
    };
}
