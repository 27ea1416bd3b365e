using System.Collections.Immutable;
using Rego.Sources;

namespace Rego.Syntax.Terms;

/// <summary>A call, of a function or of an operator: <c>a + b</c> is <c>plus(a, b)</c>, <c>a := b</c> is <c>assign(a, b)</c>, <c>a = b</c> is <c>eq(a, b)</c>, <c>x in y</c> is <c>internal.member_2(x, y)</c>.</summary>
public sealed class CallTerm : Term
{
    internal CallTerm(SourceLocation location, Term @operator, ImmutableArray<Term> arguments, bool isInfix)
        : base(location)
    {
        Operator = @operator;
        Arguments = arguments;
        IsInfix = isInfix;
    }

    /// <summary>The function's name: a variable or a reference of names.</summary>
    public Term Operator { get; }

    /// <summary>The arguments.</summary>
    public ImmutableArray<Term> Arguments { get; }

    /// <summary>Whether it was written as an operator.</summary>
    public bool IsInfix { get; }
}
