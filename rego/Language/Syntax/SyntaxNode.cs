using Rego.Sources;

namespace Rego.Syntax;

/// <summary>A piece of a module's syntax: immutable, without behaviour; printing, analysis and evaluation live elsewhere.</summary>
public abstract class SyntaxNode
{
    private protected SyntaxNode(SourceLocation location) => Location = location;

    /// <summary>Where it stands.</summary>
    public SourceLocation Location { get; }
}
