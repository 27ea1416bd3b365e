using Rego.Sources;

namespace Rego.Syntax;

/// <summary>One definition of a rule or of a function.</summary>
public sealed class Rule : SyntaxNode
{
    internal Rule(SourceLocation location, bool isDefault, RuleHead head, Body? body, Rule? @else, Annotations? annotations)
        : base(location)
    {
        IsDefault = isDefault;
        Head = head;
        Body = body;
        Else = @else;
        Annotations = annotations;
    }

    /// <summary>Whether <c>default</c> stands before it.</summary>
    public bool IsDefault { get; }

    /// <summary>The head.</summary>
    public RuleHead Head { get; }

    /// <summary>The body; null where none is written.</summary>
    public Body? Body { get; }

    /// <summary>The <c>else</c> branch, or null; its head has the value only.</summary>
    public Rule? Else { get; }

    /// <summary>The metadata block before it, or null.</summary>
    public Annotations? Annotations { get; }
}
