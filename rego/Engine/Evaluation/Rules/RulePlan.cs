using Rego.Evaluation.Documents;
using Rego.Values;

namespace Rego.Evaluation.Rules;

/// <summary>All definitions of one document, planned.</summary>
internal abstract class RulePlan
{
    private FixedValue? _fixedValue;
    private volatile bool _isFixedFailed;

    protected RulePlan(int id, RegoValue[] path, bool isFixed)
    {
        Id = id;
        Path = path;
        IsFixed = isFixed;
    }

    /// <summary>The plan's number in its policy; values are remembered by it.</summary>
    internal int Id { get; }

    /// <summary>The path below <c>data</c>.</summary>
    internal RegoValue[] Path { get; }

    /// <summary>The path as an error names it.</summary>
    internal string Name => DocumentPath.ToText(Path);

    /// <summary>Whether the value is the same in every evaluation of the policy.</summary>
    internal bool IsFixed { get; private set; }

    /// <summary>How many keys, one below the other, a member can be asked for by without computing the rest; zero for none.</summary>
    internal abstract int MemberDepth { get; }

    /// <summary>The whole document, computed at most once a view.</summary>
    internal RegoValue GetValue(EvaluationContext context)
    {
        var scope = context.Scope;
        if (IsFixed && scope.SeesPolicyAsIs && GetFixed(context) is { } known)
        {
            return known;
        }

        var value = scope.GetRule(Id);
        if (value is null)
        {
            value = Compute(context);
            scope.SetRule(Id, value);
        }

        return value;
    }

    /// <summary>The member under a key, computed without the rest where possible.</summary>
    internal RegoValue GetMember(EvaluationContext context, RegoValue key)
    {
        var scope = context.Scope;
        if (IsFixed && scope.SeesPolicyAsIs && GetFixed(context) is { } known)
        {
            return Reference.Lookup(known, key);
        }

        if (scope.GetRule(Id) is { } whole)
        {
            return Reference.Lookup(whole, key);
        }

        var call = new CallKey(Id, key);
        var value = scope.GetCall(call);
        if (value is null)
        {
            value = ComputeMember(context, key);
            scope.SetCall(call, value);
        }

        return value;
    }

    /// <summary>
    /// What stands under several keys, one below the other. As a rule it is looked up in the member under the first. Where that
    /// has an error, only the definitions are asked whose heads have all the keys: another one's conflict does not concern them.
    /// </summary>
    internal RegoValue GetMember(EvaluationContext context, ReadOnlySpan<RegoValue> keys)
    {
        if (keys.Length == 1)
        {
            return GetMember(context, keys[0]);
        }

        var scope = context.Scope;
        var failed = new CallKey(Id, keys[0], d: RegoValue.Undefined);
        if (scope.GetCall(failed) is null)
        {
            if (context.TryGetMember(this, keys[0]) is { } member)
            {
                return Reference.Walk(member, keys[1..]);
            }

            scope.SetCall(failed, RegoBoolean.True);
        }

        var call = new CallKey(Id, keys[0], keys[1], keys.Length > 2 ? keys[2] : null, keys.Length > 3 ? keys[3] : null);
        var value = scope.GetCall(call);
        if (value is null)
        {
            value = ComputeMember(context, keys);
            scope.SetCall(call, value);
        }

        return value;
    }

    /// <summary>Computes the whole document.</summary>
    internal abstract RegoValue Compute(EvaluationContext context);

    /// <summary>Computes one member.</summary>
    protected abstract RegoValue ComputeMember(EvaluationContext context, RegoValue key);

    /// <summary>Computes what stands under several keys.</summary>
    protected abstract RegoValue ComputeMember(EvaluationContext context, ReadOnlySpan<RegoValue> keys);

    /// <summary>Makes a value the document's in every evaluation that sees the policy as it is, whatever its definitions say.</summary>
    internal void Settle(RegoValue value)
    {
        Volatile.Write(ref _fixedValue, new FixedValue(value, HasErrors: false));
        IsFixed = true;
    }

    // A value in whose making a built-in call failed is no answer where errors show: the evaluation meets the error itself.
    private RegoValue? GetFixed(EvaluationContext context)
    {
        var known = Volatile.Read(ref _fixedValue);
        if (known is null && !_isFixedFailed)
        {
            known = context.ComputeFixed(this);
            if (known is null)
            {
                _isFixedFailed = true;
                return null;
            }

            Volatile.Write(ref _fixedValue, known);
        }

        return known is null || (known.HasErrors && !context.MayPassOverErrors()) ? null : known.Value;
    }
}
