using Rego.Diagnostics;
using Rego.Errors;
using Rego.Sources;
using Rego.Values;

namespace Gatectl.Policies;

/// <summary>Errors as the JSON of OPA's command line.</summary>
internal static class PolicyErrorJson
{
    /// <summary>The orders of details that are not sorted, each known by its first member.</summary>
    private static readonly string[][] DetailOrders = [["line", "idx"], ["ref", "pos", "have", "want", "oneOf"]];

    /// <summary>A document of nothing but errors.</summary>
    internal static string Of(IEnumerable<Diagnostic> errors)
    {
        var json = new GoJsonWriter().StartObject();
        Write(json, errors.Select(error => new PolicyError(error)));
        return json.EndObject().ToString();
    }

    /// <summary>Writes the member <c>errors</c> of a document.</summary>
    internal static void Write(GoJsonWriter json, IEnumerable<PolicyError> errors)
    {
        json.Name("errors").StartArray();
        foreach (var error in errors)
        {
            json.StartObject();
            WriteMembers(json, error);
            json.EndObject();
        }

        json.EndArray();
    }

    /// <summary>Writes a place as a member.</summary>
    internal static void WritePlace(GoJsonWriter json, SourceLocation place, string name = "location") => json.Name(name).StartObject()
        .Member("file", place.File?.Path ?? string.Empty)
        .Member("row", place.Row)
        .Member("col", place.Column)
        .EndObject();

    private static void WriteMembers(GoJsonWriter json, PolicyError error)
    {
        var diagnostic = error.Diagnostic;
        json.Member("message", diagnostic.Message);
        if (diagnostic.Code != DiagnosticCodes.Load)
        {
            json.Member("code", diagnostic.Code);
        }

        if (diagnostic.Location.File is not null)
        {
            WritePlace(json, diagnostic.Location);
        }

        Traceback.Write(json, error.Stack);
        if (error.Explanation is { } lines)
        {
            json.Member("details", lines);
        }
        else if (diagnostic.Details is { } details)
        {
            WriteDetails(json, details);
        }
    }

    /// <summary>Lines and references come before the places in them; everything else is sorted.</summary>
    private static void WriteDetails(GoJsonWriter json, RegoValue details)
    {
        json.Name("details");
        if (details is not RegoObject members || DetailOrders.FirstOrDefault(order => members[order[0]].IsDefined) is not { } names)
        {
            json.Value(details);
            return;
        }

        json.StartObject();
        foreach (var name in names.Where(name => members[name].IsDefined))
        {
            json.Member(name, members[name]);
        }

        json.EndObject();
    }
}
