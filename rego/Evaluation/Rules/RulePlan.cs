namespace Gatekeeper.Rego.Evaluation;

/// <summary>All definitions of one document, planned.</summary>
internal abstract class RulePlan
{
    private RegoValue? _fixedValue;
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
    internal bool IsFixed { get; }

    /// <summary>Whether a member can be computed without the rest.</summary>
    internal abstract bool HasMembers { get; }

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

    /// <summary>Computes the whole document.</summary>
    internal abstract RegoValue Compute(EvaluationContext context);

    /// <summary>Computes one member.</summary>
    protected abstract RegoValue ComputeMember(EvaluationContext context, RegoValue key);

    private RegoValue? GetFixed(EvaluationContext context)
    {
        var value = Volatile.Read(ref _fixedValue);
        if (value is not null || _isFixedFailed || context.Options.ShowsBuiltinErrors)
        {
            return value is not null && context.Options.ShowsBuiltinErrors ? null : value;
        }

        value = context.ComputeFixed(this);
        if (value is null)
        {
            _isFixedFailed = true;
            return null;
        }

        Volatile.Write(ref _fixedValue, value);
        return value;
    }
}
