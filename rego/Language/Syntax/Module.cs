using System.Collections.Immutable;
using Rego.Sources;

namespace Rego.Syntax;

/// <summary>One file of policy.</summary>
public sealed class Module : SyntaxNode
{
    internal Module(SourceLocation location, Package package, ImmutableArray<Import> imports, ImmutableArray<Rule> rules, ImmutableArray<Comment> comments, ImmutableArray<Annotations> annotations)
        : base(location)
    {
        Package = package;
        Imports = imports;
        Rules = rules;
        Comments = comments;
        Annotations = annotations;
    }

    /// <summary>The package.</summary>
    public Package Package { get; }

    /// <summary>The imports, in their order.</summary>
    public ImmutableArray<Import> Imports { get; }

    /// <summary>The rules, in their order.</summary>
    public ImmutableArray<Rule> Rules { get; }

    /// <summary>All comments, in their order.</summary>
    public ImmutableArray<Comment> Comments { get; }

    /// <summary>All metadata blocks, in their order; also those of the package and the document.</summary>
    public ImmutableArray<Annotations> Annotations { get; }
}
