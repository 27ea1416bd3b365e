using Rego.Syntax;
using Rego.Values;

namespace Rego.Printing;

/// <summary>Which metadata blocks speak about which rules.</summary>
internal static class RuleAnnotations
{
    /// <summary>
    /// For each rule of the module, in order: the blocks of the documents' scope at its path, and its own. A block of a rule's
    /// scope is that of the first rule behind it.
    /// </summary>
    internal static IReadOnlyList<Annotations>[] Of(Module module)
    {
        var blocks = module.Annotations.ToList();
        var found = new IReadOnlyList<Annotations>[module.Rules.Length];
        for (var i = 0; i < found.Length; i++)
        {
            var rule = module.Rules[i];
            var mine = blocks.Where(block => IsAbout(module, block, rule)).ToList();
            found[i] = mine;
            if (mine.FindLast(block => ScopeOf(block) == "rule") is { } own)
            {
                blocks.Remove(own);
            }
        }

        return found;
    }

    /// <summary>The scope, written or understood.</summary>
    internal static string ScopeOf(Annotations block) => (block.Value["scope"] as RegoString)?.Value ?? string.Empty;

    private static bool IsAbout(Module module, Annotations block, Rule rule)
    {
        var target = module.Rules.FirstOrDefault(candidate => candidate.Location.Row > block.Location.Row);
        if (target is null || PathOf(target) != PathOf(rule))
        {
            return false;
        }

        return ScopeOf(block) == "document" || (ScopeOf(block) == "rule" && rule.Location.Row > block.Location.Row);
    }

    /// <summary>The rule's name up to the first part that is not constant.</summary>
    private static string PathOf(Rule rule) =>
        TermPrinter.PrintReference([.. rule.Head.Reference.Take(1), .. rule.Head.Reference.Skip(1).TakeWhile(Groundness.IsGround)]);
}
