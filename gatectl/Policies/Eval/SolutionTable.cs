using Rego.Queries;
using Rego.Values;

namespace Gatectl.Policies.Eval;

/// <summary>Solutions as a table: a column for each expression that does not only hold, then one for each variable.</summary>
internal static class SolutionTable
{
    internal static TextTable Of(EvalOutput output)
    {
        var first = output.Solutions[0];
        var variables = first.Bindings.Keys.ToArray().OfType<RegoString>().Select(name => name.Value).Order(StringComparer.Ordinal).ToList();
        var shown = Enumerable.Range(0, output.Expressions.Count).Where(i => variables.Count == 0 || first.Values[i] is not RegoBoolean).ToList();
        var table = new TextTable([.. shown.Select(i => output.Expressions[i].Text), .. variables]);
        foreach (var solution in output.Solutions)
        {
            table.Row([.. shown.Select(i => Cell(solution.Values[i])), .. variables.Select(name => Cell(solution.Bindings[name]))]);
        }

        return table;
    }

    private static string Cell(RegoValue value) => value.IsDefined ? GoJsonWriter.ToText(value, isIndented: false) : "null";
}
