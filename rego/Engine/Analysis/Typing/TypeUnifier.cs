using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Types;
using Rego.Values;

namespace Rego.Analysis.Typing;

/// <summary>Makes terms and types agree, learning the types of variables on the way.</summary>
/// <param name="scope">Receives what is learnt.</param>
internal sealed class TypeUnifier(TypeScope scope)
{
    /// <summary>Whether the two terms can be equal.</summary>
    internal bool Unify(Term a, Term b) => Unify(a, scope.TypeOf(a), b, scope.TypeOf(b));

    /// <summary>Whether two terms, of the types that are known of them so far, can be equal.</summary>
    internal bool Unify(Term a, RegoType typeA, Term b, RegoType typeB)
    {
        var (isOpenA, isOpenB) = (TypeAlgebra.HasUnknown(typeA), TypeAlgebra.HasUnknown(typeB));
        if (isOpenA != isOpenB)
        {
            return isOpenA ? Unify(a, typeB) : Unify(b, typeA);
        }

        if (!isOpenA)
        {
            return TypeMatching.CanMatch(typeA, typeB);
        }

        return (a, b) switch
        {
            (ArrayTerm x, ArrayTerm y) => x.Items.Length == y.Items.Length && x.Items.Zip(y.Items).All(pair => Unify(pair.First, pair.Second)),
            (ObjectTerm x, ObjectTerm y) => UnifyMembers(x, y),
            (ArrayTerm or ObjectTerm or VarTerm, VarTerm) => Unify(a, RegoType.Any) && Unify(b, scope.TypeOf(a)),
            (VarTerm, ArrayTerm or ObjectTerm) => Unify(b, RegoType.Any) && Unify(a, scope.TypeOf(b)),
            (VarTerm, RefTerm) => Unify(a, RegoType.Any),
            (RefTerm, VarTerm) => Unify(b, RegoType.Any),
            _ => false,
        };
    }

    /// <summary>Whether the term can be of the type.</summary>
    internal bool Unify(Term term, RegoType? type) => Unify(term, type, isOneOf: false);

    private bool UnifyMembers(ObjectTerm a, ObjectTerm b)
    {
        var pairs = (from x in a.Members from y in b.Members where TermEquality.AreEqual(x.Key, y.Key) select (x.Value, y.Value)).ToList();
        return a.Members.Length == b.Members.Length && pairs.Count == a.Members.Length && pairs.TrueForAll(pair => Unify(pair.Item1, pair.Item2));
    }

    /// <param name="term">The term.</param>
    /// <param name="type">The type.</param>
    /// <param name="isOneOf">Whether the type is one of several, so that a variable may be of others too.</param>
    private bool Unify(Term term, RegoType? type, bool isOneOf)
    {
        type = RecursiveType.Resolve(type);
        switch (term)
        {
            case ArrayTerm array:
                return type is ArrayType items ? UnifyItems(array, items, isOneOf) : UnifyWithAny(term, array.Items, type);
            case ObjectTerm obj:
                return type is ObjectType members ? UnifyMembers(obj, members, isOneOf) : UnifyWithAny(term, obj.Members.SelectMany(member => new[] { member.Key, member.Value }), type);
            case SetTerm set:
                return type is SetType elements ? set.Items.All(item => UnifyElement(item, elements.Element, isOneOf)) : UnifyWithAny(term, set.Items, type);
            case VarTerm variable when !RootDocuments.IsRoot(variable):
                return UnifyVariable(variable, type ?? UnknownType.Instance, isOneOf);
            default:
                return TypeMatching.CanMatch(scope.TypeOf(term), type);
        }
    }

    /// <summary>Where a set is one of several types, a reference in it may lead to a value of any type; so OPA has it.</summary>
    private bool UnifyElement(Term item, RegoType type, bool isOneOf) =>
        (isOneOf && RootDocuments.IsReference(item)) || Unify(item, type, isOneOf);

    private bool UnifyVariable(VarTerm variable, RegoType type, bool isOneOf)
    {
        var isKnown = scope.TryGet(variable.Name, out var known);
        if (isKnown && !isOneOf)
        {
            return TypeMatching.CanMatch(known, type);
        }

        scope.Put(variable.Name, isOneOf ? TypeAlgebra.Or(known, type) : type);
        return true;
    }

    private bool UnifyWithAny(Term term, IEnumerable<Term> parts, RegoType? type)
    {
        if (type is not AnyType any)
        {
            return false;
        }

        if (any.Types.IsEmpty)
        {
            foreach (var part in parts)
            {
                Unify(part, RegoType.Any, isOneOf: true);
            }

            return true;
        }

        return any.Types.Aggregate(false, (found, alternative) => Unify(term, alternative, isOneOf: true) || found);
    }

    private bool UnifyItems(ArrayTerm array, ArrayType type, bool isOneOf)
    {
        if (array.Items.Length != type.Elements.Length && type.Rest is null)
        {
            return false;
        }

        for (var i = 0; i < array.Items.Length; i++)
        {
            if (!Unify(array.Items[i], i < type.Elements.Length ? type.Elements[i] : type.Rest, isOneOf))
            {
                return false;
            }
        }

        return true;
    }

    private bool UnifyMembers(ObjectTerm obj, ObjectType type, bool isOneOf)
    {
        if (obj.Members.Length != type.Properties.Length && type.Value is null)
        {
            return false;
        }

        foreach (var (key, value) in obj.Members)
        {
            var constant = ConstantTerms.ToValue(key);
            var member = constant is null ? RegoType.Any : TypeAlgebra.Select(type, constant);
            var matches = member is not null && Unify(value, member, isOneOf);
            if (constant is not null && !matches)
            {
                return false;
            }
        }

        return true;
    }
}
