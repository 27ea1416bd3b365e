using System.Globalization;
using Rego.Tooling.Reports;

namespace Gatectl.Policies.Eval;

/// <summary>Profiles and coverage as tables.</summary>
internal static class ProfileTables
{
    internal static void Print(TextWriter output, IReadOnlyList<StatementProfile> profile)
    {
        if (profile.Count == 0)
        {
            return;
        }

        var table = new TextTable("Time", "Num Eval", "Num Redo", "Num Gen Expr", "Location");
        foreach (var row in profile)
        {
            table.Row([GoDuration.Format(row.Time), .. Counts(row), PlaceOf(row)]);
        }

        table.Print(output);
    }

    internal static void Print(TextWriter output, IReadOnlyList<AggregatedProfile> profile)
    {
        if (profile.Count == 0)
        {
            return;
        }

        var table = new TextTable(["Min", "Max", "Mean", "90%", "99%", "Num Eval", "Num Redo", "Num Gen Expr", "Location"]);
        foreach (var row in profile)
        {
            table.Row([.. MetricTables.Shown.Select(statistic => GoDuration.Format((long)row.Times[statistic])), .. Counts(row.Row), PlaceOf(row.Row)]);
        }

        table.Print(output);
    }

    internal static void Print(TextWriter output, CoverageReport? coverage)
    {
        if (coverage is not null)
        {
            new TextTable().Row("Overall Coverage", coverage.Percent.ToString("F2", CultureInfo.InvariantCulture)).Print(output);
        }
    }

    private static string[] Counts(StatementProfile row) =>
        [.. new[] { row.Evaluations, row.Redos, row.Statements }.Select(count => count.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The row of a file; of a query its text.</summary>
    private static string PlaceOf(StatementProfile row) => row.Location.File is { Path.Length: > 0 } file
        ? string.Create(CultureInfo.InvariantCulture, $"{file.Path}:{row.Location.Row}")
        : row.Location.Text.ToString();
}
