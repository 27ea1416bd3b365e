using System.Collections.Immutable;
using Rego.Types;

namespace Rego.Capabilities;

/// <summary>What is told of a built-in function without its code.</summary>
/// <param name="Name">The name, dotted, as a policy calls it.</param>
public sealed record BuiltinDeclaration(string Name)
{
    /// <summary>The operands.</summary>
    public ImmutableArray<OperandDeclaration> Arguments { get; init; } = [];

    /// <summary>The type of any number of further operands, or null.</summary>
    public RegoType? Variadic { get; init; }

    /// <summary>The result; null where it has none.</summary>
    public OperandDeclaration? Result { get; init; }

    /// <summary>What it does, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The families that it belongs to; default where nothing is said of them.</summary>
    public ImmutableArray<string> Categories { get; init; }

    /// <summary>The operator that stands for it between two operands, or null.</summary>
    public string? Infix { get; init; }

    /// <summary>Whether it answers several results, each of which is tried in turn.</summary>
    public bool IsRelation { get; init; }

    /// <summary>Whether the same operands may give different results.</summary>
    public bool IsNondeterministic { get; init; }

    /// <summary>Whether a strict check refuses it.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>Its type.</summary>
    public FunctionType Type => new([.. Arguments.Select(argument => argument.Type)], Result?.Type, Variadic);
}
