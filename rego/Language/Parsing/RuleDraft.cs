using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <summary>A rule while it is read, with what the checks of Rego v1 want to know about how it was written.</summary>
internal sealed class RuleDraft
{
    internal required SourceLocation Location { get; set; }

    internal required SourceLocation HeadLocation { get; set; }

    internal bool IsDefault { get; init; }

    internal ImmutableArray<Term> Reference { get; set; } = [];

    internal ImmutableArray<Term> Arguments { get; set; } = [];

    /// <summary>The element behind <c>contains</c>.</summary>
    internal Term? Key { get; set; }

    internal Term? Value { get; set; }

    internal bool IsAssigned { get; set; }

    internal bool HasContains { get; set; }

    internal bool HasIf { get; set; }

    /// <summary>The statements; null where none are written.</summary>
    internal Body? Body { get; set; }

    internal RuleDraft? Else { get; set; }

    /// <summary>Whether the last part of the name would be a key in Rego v0: <c>p[x]</c> without <c>if</c>, or with a part that is not constant.</summary>
    internal bool HasBracketKey { get; set; }

    /// <summary>Whether the value <c>true</c> is understood rather than written.</summary>
    internal bool IsValueImplied { get; set; }

    internal bool IsFunction => Arguments.Length > 0;

    /// <summary>Whether it defines the elements of a set, in Rego v0's reading too.</summary>
    internal bool IsMultiValue => Value is null && !IsValueImplied && (Key is not null || HasBracketKey);

    internal Rule ToRule(Annotations? annotations)
    {
        var head = new RuleHead(HeadLocation, Reference, Arguments, Key, Value, IsAssigned, HasContains, HasIf);
        return new Rule(Location, IsDefault, head, Body, Else?.ToElse(), annotations);
    }

    private Rule ToElse()
    {
        var head = new RuleHead(HeadLocation, [], [], key: null, Value, IsAssigned, hasContains: false, HasIf);
        return new Rule(Location, isDefault: false, head, Body, Else?.ToElse(), annotations: null);
    }
}
