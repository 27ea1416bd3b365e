namespace Gatekeeper.Rego.Analysis;

/// <summary>Refuses rules that read themselves, directly or through others.</summary>
internal static class RecursionCheck
{
    internal static void Run(Compilation compilation)
    {
        var graph = new RuleBranchGraph(compilation.Rules);
        var names = compilation.Rules.Definitions
            .SelectMany(definition => RuleBranches.Of(definition.Rule).Select(branch => (branch, name: RuleNames.Of(definition, compilation.Locals))))
            .ToDictionary(pair => pair.branch, pair => pair.name, (IEqualityComparer<Syntax.Rule>)ReferenceEqualityComparer.Instance);
        foreach (var (branch, name) in names)
        {
            var cycle = graph.FindCycle(branch);
            if (cycle.Count > 0)
            {
                var way = string.Join(" -> ", cycle.Select(rule => names[rule]));
                compilation.Errors.Add(DiagnosticCodes.Recursion, $"rule {name} is recursive: {way}", branch.Location);
            }
        }
    }
}
