using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Rego.Types;

/// <summary>Stands within a type for the type itself, or for one around it: what a schema that refers to itself describes.</summary>
internal sealed record RecursiveType : RegoType
{
    /// <summary>What it stands for, once that is known. Never one like this itself.</summary>
    internal RegoType Target { get; set; } = Any;

    /// <summary>The type, or what it stands for.</summary>
    [return: NotNullIfNotNull(nameof(type))]
    internal static RegoType? Resolve(RegoType? type) => type is RecursiveType recursive ? recursive.Target : type;

    /// <summary>Equal to itself alone: comparing what it stands for would not end.</summary>
    public bool Equals(RecursiveType? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <inheritdoc/>
    public override string ToString() => "recursive";
}
