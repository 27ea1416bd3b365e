using System.Text;
using Rego.Diagnostics;
using Rego.Values;

namespace Rego.Tooling.Conformance;

/// <summary>Compares what came with what a case wants. The answer is null where it fits, else what does not.</summary>
internal static class ConformanceComparison
{
    internal static string? OfResult(ConformanceCase @case, IReadOnlyList<RegoObject> solutions)
    {
        if (@case.WantDefined is { } isDefined && isDefined != solutions.Count > 0)
        {
            return $"wanted {(isDefined ? "a result" : "none")}, got {string.Join(", ", solutions)}";
        }

        if (@case.WantResult is null)
        {
            return @case.WantErrorCode is not null || @case.WantError is not null
                ? $"wanted {@case.WantErrorCode ?? @case.WantError}, got {string.Join(", ", solutions)}"
                : null;
        }

        var wanted = SetOf(@case.WantResult.Select(binding => Normalize(binding, @case)));
        var got = SetOf(solutions.Select(binding => Normalize(Visible(binding, @case), @case)));
        if (!wanted.Equals(got))
        {
            return $"wanted {wanted}, got {SetOf(solutions)}";
        }

        var isExact = @case.WantTerm is null || solutions.Any(binding => binding["x"] == @case.WantTerm);
        return isExact ? null : $"wanted x = {@case.WantTerm}, got {string.Join(", ", solutions)}";
    }

    internal static string? OfErrors(ConformanceCase @case, IReadOnlyList<Diagnostic> errors)
    {
        var messages = string.Join("\n", errors.Select(error => $"{error.Location.File?.Path}:{error.Location.Row}: {error.Code}: {error.Message}"));
        if (@case.WantErrorCode is null && @case.WantError is null)
        {
            return $"wanted {@case.WantResult}, got {messages}";
        }

        if (@case.WantErrorCode is not null && !errors.Any(error => error.Code == @case.WantErrorCode))
        {
            return $"wanted {@case.WantErrorCode}, got {messages}";
        }

        if (@case.WantError is not null && !messages.Contains(@case.WantError, StringComparison.Ordinal))
        {
            return $"wanted \"{@case.WantError}\", got {messages}";
        }

        return @case.WantErrors is null ? null : OfErrorList(@case.WantErrors, errors, messages);
    }

    private static string? OfErrorList(RegoArray wanted, IReadOnlyList<Diagnostic> errors, string messages)
    {
        var got = RegoArray.From([.. errors.Select(Describe)]);
        return SetOf(wanted.Select(KnownFields)).Equals(SetOf(got.Select(KnownFields)))
            ? null
            : $"wanted {wanted}, got {messages}";
    }

    private static RegoObject Describe(Diagnostic error) => RegoObject.From(
        ("code", RegoString.From(error.Code)),
        ("message", RegoString.From(error.Message)),
        ("row", RegoNumber.From(error.Location.Row)),
        ("col", RegoNumber.From(error.Location.Column)));

    /// <summary>An error of a list; one without a place has neither row nor column.</summary>
    private static RegoObject KnownFields(RegoValue error)
    {
        var fields = (RegoObject)error;
        var known = new RegoObjectBuilder();
        foreach (var name in new[] { "code", "message", "row", "col" })
        {
            if (fields.TryGetValue(name, out var value) && value is not RegoNull && value != RegoNumber.From(0))
            {
                known[RegoString.From(name)] = value;
            }
        }

        return known.Build();
    }

    private static RegoObject Visible(RegoObject binding, ConformanceCase @case) =>
        @case.IgnoreGeneratedVariables
            ? RegoObject.From(binding.Where(pair => pair.Key is not RegoString { Value: ['$', ..] or ['_', '_', 'l', 'o', 'c', 'a', 'l', ..] }))
            : binding;

    /// <summary>The binding as JSON has it: sets as arrays, keys as strings; arrays at its top sorted where the case says so.</summary>
    private static RegoObject Normalize(RegoValue binding, ConformanceCase @case)
    {
        var plain = (RegoObject)ToPlain(binding);
        return @case.SortBindings
            ? RegoObject.From(plain.Select(pair => KeyValuePair.Create(pair.Key, pair.Value is RegoArray items ? RegoArray.From([.. items.Order()]) : pair.Value)))
            : plain;
    }

    private static RegoValue ToPlain(RegoValue value) => RegoJson.Parse(Encoding.UTF8.GetBytes(value.ToJson()), RegoJsonLimits.Data);

    private static RegoSet SetOf(IEnumerable<RegoValue> values)
    {
        var builder = new RegoSetBuilder();
        foreach (var value in values)
        {
            builder.Add(value);
        }

        return builder.Build();
    }
}
