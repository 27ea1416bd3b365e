using Deploy.V1;
using Rego.Values;

namespace Gatekeeper.Policy;

/// <summary>
/// The policy's answer, understood. Allowed is the one positive result: <c>allow</c> is exactly <c>true</c>, a client is named, and
/// nothing in the answer is of another type or unknown. Everything else is a denial with its own reason.
/// </summary>
internal sealed record PolicyAnswer
{
    private const int MaxReasons = 32;
    private const int MaxReasonLength = 512;
    private const int MaxClientLength = 256;
    private const int MaxPersons = 8;
    private const int MaxPrincipals = 256;
    private const int MaxExceptions = 16;
    private const int MaxReviewers = 64;

    private static readonly RegoString Allow = RegoString.From("allow");
    private static readonly RegoString ClientKey = RegoString.From("client");
    private static readonly RegoString ReasonsKey = RegoString.From("reasons");
    private static readonly RegoString ObligationsKey = RegoString.From("obligations");
    private static readonly RegoString PersonsKey = RegoString.From("persons");
    private static readonly RegoString PrincipalsKey = RegoString.From("principals");
    private static readonly RegoString ExceptionsKey = RegoString.From("exceptions");
    private static readonly RegoString ReviewByKey = RegoString.From("review_by");

    private static readonly RegoSet KnownMembers =
        RegoSet.From(Allow, ClientKey, ReasonsKey, ObligationsKey, PersonsKey, PrincipalsKey, ExceptionsKey, ReviewByKey);

    public bool IsAllowed { get; private init; }

    public string? Client { get; private init; }

    public IReadOnlyList<string> Reasons { get; private init; } = [];

    public ErrorReason DenialReason { get; private init; }

    public PolicyObligations Obligations { get; private init; } = new();

    /// <value>Null where the answer does not say.</value>
    public IReadOnlyList<string>? Persons { get; private init; }

    /// <value>Null where the answer does not say.</value>
    public IReadOnlyList<string>? Principals { get; private init; }

    public IReadOnlyList<string> Exceptions { get; private init; } = [];

    /// <value>Who is to review the use of the exceptions.</value>
    public IReadOnlyList<string> ReviewBy { get; private init; } = [];

    /// <value>For the record and the operator, never for the caller; a JSON array, or null.</value>
    public string? DetailsJson { get; private init; }

    public string? Fault { get; private init; }

    public required RegoValue Result { get; init; }

    /// <summary>Reads what the decision query gave.</summary>
    public static PolicyAnswer Read(RegoValue result)
    {
        if (!result.IsDefined)
        {
            return Denied(ErrorReason.PolicyUndefined, "the decision is undefined", result);
        }

        if (result is not RegoObject answer)
        {
            return Denied(ErrorReason.PolicyError, $"the decision is of type {result.TypeName}, not an object", result);
        }

        if (!answer.TryGetValue(Allow, out var allow))
        {
            return Denied(ErrorReason.PolicyUndefined, "the decision has no 'allow'", result);
        }

        return allow is not RegoBoolean
            ? Denied(ErrorReason.PolicyError, $"'allow' is of type {allow.TypeName}, not boolean", result)
            : ReferenceEquals(allow, RegoBoolean.True) ? ReadAllowed(answer) : ReadDenied(answer);
    }

    /// <summary>A denial that is not the policy's own: nobody learns more from it than that there was no decision.</summary>
    public static PolicyAnswer Denied(ErrorReason reason, string fault, RegoValue result) => new()
    {
        DenialReason = reason,
        Reasons = [Explain(reason)],
        Fault = fault,
        Result = result,
    };

    private static PolicyAnswer ReadDenied(RegoObject answer)
    {
        _ = TryReadReasons(answer, out var reasons);
        return new PolicyAnswer
        {
            DenialReason = ErrorReason.PolicyDenied,
            Client = ReadClient(answer),
            Reasons = reasons,
            DetailsJson = RefusalDetails.Read(answer),
            Result = answer,
        };
    }

    private static PolicyAnswer ReadAllowed(RegoObject answer)
    {
        if (FindUnknownMember(answer) is { } unknown)
        {
            return Denied(ErrorReason.PolicyError, $"the decision has an unknown member {unknown}; known are allow, client, exceptions, obligations, persons, principals, reasons, review_by", answer);
        }

        if (ReadClient(answer) is not { } client)
        {
            return Denied(ErrorReason.PolicyError, $"the decision allows without naming a client (a string of 1 to {MaxClientLength} characters)", answer);
        }

        if (!TryReadReasons(answer, out var reasons))
        {
            return Denied(ErrorReason.PolicyError, "'reasons' is not an array or set of strings", answer);
        }

        var obligations = PolicyObligations.Read(answer[ObligationsKey]);
        if (obligations.Fault is { } fault)
        {
            var denied = Denied(ErrorReason.UnknownObligation, fault, answer);
            return obligations.Told is { } told ? denied with { Reasons = [told], Obligations = obligations } : denied;
        }

        if (!TryReadNames(answer, PersonsKey, MaxPersons, out var persons)
            || !TryReadNames(answer, PrincipalsKey, MaxPrincipals, out var principals)
            || !TryReadNames(answer, ExceptionsKey, MaxExceptions, out var exceptions)
            || !TryReadNames(answer, ReviewByKey, MaxReviewers, out var reviewers))
        {
            return Denied(
                ErrorReason.PolicyError,
                $"'persons', 'principals', 'exceptions' or 'review_by' is not a list of names (at most {MaxPersons}, {MaxPrincipals}, {MaxExceptions} and {MaxReviewers}, of 1 to {MaxClientLength} characters)",
                answer);
        }

        return new PolicyAnswer
        {
            IsAllowed = true,
            Client = client,
            Reasons = reasons,
            Obligations = obligations,
            Persons = persons,
            Principals = principals,
            Exceptions = exceptions ?? [],
            ReviewBy = reviewers ?? [],
            Result = answer,
        };
    }

    // A misspelt member would otherwise drop, for example, the obligation to be approved.
    private static RegoValue? FindUnknownMember(RegoObject answer)
    {
        foreach (var key in answer.Keys)
        {
            if (!KnownMembers.Contains(key))
            {
                return key;
            }
        }

        return null;
    }

    private static string? ReadClient(RegoObject answer) =>
        answer[ClientKey] is RegoString { Value.Length: > 0 and <= MaxClientLength } client ? client.Value : null;

    private static bool TryReadReasons(RegoObject answer, out IReadOnlyList<string> reasons)
    {
        reasons = [];
        if (!answer.TryGetValue(ReasonsKey, out var value))
        {
            return true;
        }

        if (value is not IReadOnlyCollection<RegoValue> items || value is not (RegoArray or RegoSet))
        {
            return false;
        }

        if (items.Count == 0)
        {
            return true;
        }

        reasons = [.. items.OfType<RegoString>().Take(MaxReasons).Select(Cut)];
        return items.All(item => item is RegoString);
    }

    // Null where the member is not there.
    private static bool TryReadNames(RegoObject answer, RegoString key, int max, out IReadOnlyList<string>? names)
    {
        names = null;
        if (!answer.TryGetValue(key, out var value))
        {
            return true;
        }

        if (value is not (RegoArray or RegoSet) || value is not IReadOnlyCollection<RegoValue> items || items.Count > max
            || !items.All(item => item is RegoString { Value.Length: > 0 and <= MaxClientLength }))
        {
            return false;
        }

        names = items.Count == 0 ? [] : [.. items.Select(item => ((RegoString)item).Value)];
        return true;
    }

    private static string Cut(RegoString reason) =>
        reason.Value.Length <= MaxReasonLength ? reason.Value : string.Concat(reason.Value.AsSpan(0, MaxReasonLength), "…");

    private static string Explain(ErrorReason reason) => reason switch
    {
        ErrorReason.PolicyUndefined => "the policy gave no decision",
        ErrorReason.UnknownObligation => "the policy asks for an obligation that this gatekeeper does not know",
        _ => "the policy could not be evaluated",
    };
}
