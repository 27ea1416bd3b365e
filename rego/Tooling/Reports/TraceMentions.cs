using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Tracing;
using Rego.Trees;
using Rego.Values;

namespace Rego.Tooling.Reports;

/// <summary>The values of the variables and rules that an event mentions.</summary>
internal static class TraceMentions
{
    /// <summary>The values by the names under which they are shown.</summary>
    internal static Dictionary<string, RegoValue> Of(TraceEvent traced)
    {
        var shown = new Dictionary<string, RegoValue>(StringComparer.Ordinal);
        foreach (var document in traced.Node is Rule ? [] : traced.Documents)
        {
            shown[TermPrinter.Print(document.Reference)] = document.Value;
        }

        var values = (traced.Locals ?? []).ToDictionary(local => local.Name, local => local.Value);
        ActionWalker.Walk(traced.Node is Rule rule ? rule.Head : traced.Node, node =>
        {
            if (node is VarTerm variable && values.TryGetValue(variable.Name, out var value) && traced.Variables.TryGetValue(variable.Name, out var known))
            {
                shown[NameOf(known.Name)] = value;
            }

            return true;
        });
        return shown;
    }

    /// <summary>Variables that nobody named are shown as <c>_</c>.</summary>
    internal static string NameOf(string name) => name.StartsWith('$') ? "_" : name;
}
