using Rego.Sources;
using Rego.Values;

namespace Rego.Syntax;

/// <summary>A metadata block: comments that begin with <c># METADATA</c>.</summary>
public sealed class Annotations : SyntaxNode
{
    internal Annotations(SourceLocation location, string yaml, RegoObject value)
        : base(location)
    {
        Yaml = yaml;
        Value = value;
    }

    /// <summary>The block's text without the comment signs.</summary>
    public string Yaml { get; }

    /// <summary>The block as parsed.</summary>
    public RegoObject Value { get; }
}
