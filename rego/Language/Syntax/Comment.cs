using Rego.Sources;

namespace Rego.Syntax;

/// <summary>A comment.</summary>
public sealed class Comment : SyntaxNode
{
    internal Comment(SourceLocation location, string text)
        : base(location)
    {
        Text = text;
    }

    /// <summary>What stands behind the number sign.</summary>
    public string Text { get; }
}
