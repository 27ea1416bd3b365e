using System.Collections.Immutable;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Analysis;

/// <summary>One definition of a rule, with what its head says about where it stands.</summary>
internal sealed class RuleDefinition
{
    internal RuleDefinition(int index, Rule rule, Module module, RuleKind kind, ImmutableArray<RegoValue> path, ImmutableArray<Term> dynamicPath)
    {
        Index = index;
        Rule = rule;
        Module = module;
        Kind = kind;
        Path = path;
        DynamicPath = dynamicPath;
    }

    /// <summary>Its place in <see cref="RuleTree.Definitions"/>; what the rule graph is keyed by.</summary>
    public int Index { get; }

    /// <summary>The rule, rewritten; its <c>else</c> branches hang on it.</summary>
    public Rule Rule { get; }

    /// <summary>The module that it stands in.</summary>
    public Module Module { get; }

    /// <summary>What it defines. A partial set below a dynamic reference is a <see cref="RuleKind.PartialSet"/>.</summary>
    public RuleKind Kind { get; }

    /// <summary>The ground prefix of its path below <c>data</c>: the package's names, then the head's constants.</summary>
    public ImmutableArray<RegoValue> Path { get; }

    /// <summary>What follows the ground prefix in the head's reference; begins with a term that is not ground. Mostly empty.</summary>
    public ImmutableArray<Term> DynamicPath { get; }

    /// <summary>Whether it is a <c>default</c>.</summary>
    public bool IsDefault => Rule.IsDefault;

    /// <summary>The same definition, seen from a place above: the rest of its path is part of what follows.</summary>
    internal RuleDefinition SeenFrom(ImmutableArray<RegoValue> path, ImmutableArray<Term> dynamicPath) =>
        new(Index, Rule, Module, Kind, path, dynamicPath);
}
