using System.Diagnostics.CodeAnalysis;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>What is known of types within a body: of its variables, of those around it, of rules and functions.</summary>
internal sealed class TypeScope
{
    private readonly Dictionary<string, RegoType> _variables = [];
    private readonly Dictionary<Term, RegoType> _closures = new(ReferenceEqualityComparer.Instance);
    private readonly TypeScope? _outer;

    /// <summary>The outermost scope.</summary>
    internal TypeScope(TypeNode globals) => Globals = globals;

    /// <summary>A scope within another.</summary>
    internal TypeScope(TypeScope outer)
    {
        _outer = outer;
        Globals = outer.Globals;
    }

    /// <summary>The types by path: <c>data</c>, <c>input</c> and the names of built-in functions at the top.</summary>
    internal TypeNode Globals { get; }

    /// <summary>Looks up a variable here and further out.</summary>
    internal bool TryGet(string name, [NotNullWhen(true)] out RegoType? type)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
        {
            if (scope._variables.TryGetValue(name, out type) && type is not UnknownType)
            {
                return true;
            }
        }

        type = null;
        return false;
    }

    /// <summary>Says the type of a variable of this scope.</summary>
    internal void Put(string name, RegoType type) => _variables[name] = type;

    /// <summary>Keeps the type of a comprehension of this scope.</summary>
    internal void Keep(Term closure, RegoType type) => _closures[closure] = type;

    /// <summary>The type of a term; unknown where a variable in it is.</summary>
    internal RegoType TypeOf(Term term)
    {
        switch (term)
        {
            case VarTerm variable:
                return TypeOf(variable);
            case RefTerm reference:
                return TypeOf(reference);
            case ArrayTerm array:
                return new ArrayType([.. array.Items.Select(TypeOf)], null);
            case SetTerm set:
                return new SetType(set.Items.Aggregate((RegoType)UnknownType.Instance, (type, item) => TypeAlgebra.Or(type, TypeOf(item))));
            case ObjectTerm obj:
                return TypeOf(obj);
            case ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm:
                return _closures.GetValueOrDefault(term, UnknownType.Instance);
            default:
                return ConstantTerms.ToScalar(term) is { } value ? TypeAlgebra.TypeOf(value) : UnknownType.Instance;
        }
    }

    private RegoType TypeOf(VarTerm variable)
    {
        if (TryGet(variable.Name, out var type))
        {
            return type;
        }

        if (Globals.Children.TryGetValue(RegoString.From(variable.Name), out var node))
        {
            return node.Extent;
        }

        return RootDocuments.IsName(variable.Name) ? RegoType.Any : UnknownType.Instance;
    }

    private RegoType TypeOf(RefTerm reference)
    {
        if (reference.Head is not VarTerm head)
        {
            return Below(TypeOf(reference.Head), reference.Path) ?? UnknownType.Instance;
        }

        if (TryGet(head.Name, out var type))
        {
            return Below(type, reference.Path) ?? UnknownType.Instance;
        }

        return Globals.Children.TryGetValue(RegoString.From(head.Name), out var node)
            ? At(node, reference.Path) ?? UnknownType.Instance
            : RootDocuments.IsName(head.Name) ? RegoType.Any : UnknownType.Instance;
    }

    private static RegoType? At(TypeNode node, ReadOnlySpan<Term> path)
    {
        if (path.IsEmpty)
        {
            return node.Extent;
        }

        var key = ConstantTerms.ToScalar(path[0]);
        var child = key is null ? null : node.Children.GetValueOrDefault(key);
        if (node.Type is not null)
        {
            return child is not null ? At(child, path[1..]) : Below(node.Type, path);
        }

        return key is null ? Below(node.Extent, path) : child is null ? RegoType.Any : At(child, path[1..]);
    }

    private RegoType? At(TypeNode node, IReadOnlyList<Term> path) => At(node, path.ToArray());

    private static RegoType? Below(RegoType? type, IReadOnlyList<Term> path) => Below(type, path.ToArray());

    /// <summary>The type of what a path leads to from a value of a type.</summary>
    private static RegoType? Below(RegoType? type, ReadOnlySpan<Term> path)
    {
        foreach (var part in path)
        {
            if (type is null)
            {
                return null;
            }

            type = ConstantTerms.ToScalar(part) is { } key ? TypeAlgebra.Select(type, key) : TypeAlgebra.Values(type);
        }

        return type;
    }

    private ObjectType TypeOf(ObjectTerm obj)
    {
        var properties = new List<KeyValuePair<RegoValue, RegoType>>();
        RegoType? keys = null, values = null;
        foreach (var (key, value) in obj.Members)
        {
            if (ConstantTerms.ToValue(key) is { } constant)
            {
                properties.Add(new(constant, TypeOf(value)));
            }
            else
            {
                (keys, values) = (TypeOf(key), TypeOf(value));
            }
        }

        return new ObjectType([.. properties], keys, values);
    }
}
