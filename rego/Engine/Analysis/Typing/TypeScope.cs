using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Types;
using Rego.Values;

namespace Rego.Analysis.Typing;

/// <summary>What is known of types within a body: of its variables, of those around it, of rules and functions.</summary>
internal sealed class TypeScope
{
    private readonly Dictionary<string, RegoType> _variables = [];
    private Dictionary<Term, RegoType>? _closures;
    private readonly TypeScope? _outer;

    /// <summary>The outermost scope.</summary>
    /// <param name="globals">The types by path: <c>data</c>, <c>input</c> and the names of built-in functions at the top.</param>
    /// <param name="overlay">Types that count before those, or null.</param>
    internal TypeScope(TypeNode globals, TypeNode? overlay = null) => Trees = overlay is null ? [globals] : [overlay, globals];

    /// <summary>A scope within another.</summary>
    internal TypeScope(TypeScope outer)
    {
        _outer = outer;
        Trees = outer.Trees;
    }

    /// <summary>The types by path, in trees of which a later one counts where those before it know nothing.</summary>
    internal ImmutableArray<TypeNode> Trees { get; }

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
    internal void Put(string name, RegoType type) => _variables[name] = TypeExtent.Bound(type);

    /// <summary>Keeps the type of a comprehension of this scope.</summary>
    internal void Keep(Term closure, RegoType type) => (_closures ??= new(ReferenceEqualityComparer.Instance))[closure] = type;

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
                return _closures?.GetValueOrDefault(term) ?? UnknownType.Instance;
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

        var isDocument = RootDocuments.IsName(variable.Name);
        foreach (var tree in Trees)
        {
            if (tree.Children.TryGetValue(variable.Key, out var node))
            {
                // A name that built-in functions stand below is as good a variable as any: nothing is known of it yet.
                return isDocument ? node.Extent : node.Type ?? UnknownType.Instance;
            }
        }

        return isDocument ? RegoType.Any : UnknownType.Instance;
    }

    private RegoType TypeOf(RefTerm reference)
    {
        if (reference.Head is not VarTerm head)
        {
            return Below(TypeOf(reference.Head), reference.Path.AsSpan()) ?? UnknownType.Instance;
        }

        if (TryGet(head.Name, out var type))
        {
            return Below(type, reference.Path.AsSpan()) ?? UnknownType.Instance;
        }

        var isKnown = RootDocuments.IsName(head.Name);
        foreach (var tree in Trees)
        {
            if (!tree.Children.TryGetValue(head.Key, out var node))
            {
                continue;
            }

            isKnown = true;
            if (TryFollow(node, reference.Path.AsSpan(), out var found))
            {
                return found ?? UnknownType.Instance;
            }
        }

        return isKnown ? RegoType.Any : UnknownType.Instance;
    }

    /// <summary>What the trees know of a name, in their order.</summary>
    internal IEnumerable<TypeNode> NodesOf(VarTerm name)
    {
        foreach (var tree in Trees)
        {
            if (tree.Children.TryGetValue(name.Key, out var node))
            {
                yield return node;
            }
        }
    }

    /// <summary>Follows a path; false where it leads out of what the tree knows.</summary>
    private static bool TryFollow(TypeNode node, ReadOnlySpan<Term> path, out RegoType? type)
    {
        for (; !path.IsEmpty; path = path[1..])
        {
            var key = ConstantTerms.ToScalar(path[0]);
            var child = key is null ? null : node.Children.GetValueOrDefault(key);
            if (child is null)
            {
                type = Below(node.Extent, path);
                return key is null || node.Type is not null;
            }

            node = child;
        }

        type = node.Extent;
        return true;
    }

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
