using System.Collections.Immutable;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Values;

namespace Rego.Analysis;

/// <summary>Where packages and rules stand below <c>data</c>.</summary>
internal static class RulePaths
{
    /// <summary>The package's path without <c>data</c>.</summary>
    internal static ImmutableArray<RegoValue> OfPackage(Package package) =>
        [.. package.Path.Skip(1).Select(part => ConstantTerms.ToScalar(part) ?? throw new ArgumentException("a package's path is made of constants"))];

    internal static RuleDefinition Define(int index, Rule rule, Module module, ImmutableArray<RegoValue> package)
    {
        var path = package.ToBuilder();
        path.Add(RegoString.From(((VarTerm)rule.Head.Reference[0]).Name));
        var at = 1;
        while (at < rule.Head.Reference.Length && ConstantTerms.ToScalar(rule.Head.Reference[at]) is { } key)
        {
            path.Add(key);
            at++;
        }

        return new RuleDefinition(index, rule, module, KindOf(rule.Head), path.ToImmutable(), rule.Head.Reference[at..]);
    }

    internal static RuleKind KindOf(RuleHead head)
    {
        if (!head.Arguments.IsDefaultOrEmpty)
        {
            return RuleKind.Function;
        }

        if (head.Key is not null)
        {
            return RuleKind.PartialSet;
        }

        return head.Reference.Skip(1).All(part => ConstantTerms.ToScalar(part) is not null) ? RuleKind.Complete : RuleKind.PartialObject;
    }
}
