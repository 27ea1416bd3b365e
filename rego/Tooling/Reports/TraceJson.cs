using Rego.Evaluation.Tracing;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Tracing;
using Rego.Values;

namespace Rego.Tooling.Reports;

/// <summary>Events in the form of OPA's JSON.</summary>
public static class TraceJson
{
    /// <summary>One event.</summary>
    public static RegoObject Of(TraceEvent traced)
    {
        ArgumentNullException.ThrowIfNull(traced);
        return new JsonFields()
            .Add("Op", RegoString.From(traced.Operation.ToString()))
            .Add("Node", NodeOf(traced))
            .Add("Location", Place(traced.Location))
            .Add("QueryID", RegoNumber.From(traced.QueryId))
            .Add("ParentID", RegoNumber.From(traced.ParentId))
            .Add("Locals", traced.Locals is null ? RegoNull.Instance : RegoArray.From(traced.Locals.OrderBy(local => local.Name, StringComparer.Ordinal).Select(RegoValue (local) => Local(local))))
            .Add("LocalMetadata", traced.LocalMetadata is null ? RegoNull.Instance : Metadata(traced.LocalMetadata))
            .Add("Message", RegoString.From(traced.Message))
            .Add("Ref", traced.Reference is { } rule ? SyntaxJson.OfReference([rule.Head, .. rule.Path]) : RegoNull.Instance)
            .ToObject();
    }

    private static RegoValue NodeOf(TraceEvent traced) => traced.Node switch
    {
        Rule rule => SyntaxJson.Of(rule, traced.Definition ?? rule),
        Body body => SyntaxJson.Of(body),
        Expression expression => SyntaxJson.Of(expression, traced.Index),
        _ => RegoNull.Instance,
    };

    private static RegoValue Place(SourceLocation location) => location.File is null
        ? RegoNull.Instance
        : new JsonFields()
            .Add("file", RegoString.From(location.File.Path))
            .Add("row", RegoNumber.From(location.Row))
            .Add("col", RegoNumber.From(location.Column))
            .ToObject();

    private static RegoObject Local(TraceLocal local)
    {
        var term = (RegoObject)SyntaxJson.Of(ValueTerms.Of(local.Value));
        return new JsonFields()
            .Add("name", RegoString.From(TraceMentions.NameOf(local.Name)))
            .Add("type", term[RegoString.From("type")])
            .Add("value", term[RegoString.From("value")])
            .ToObject();
    }

    private static RegoObject Metadata(IReadOnlyDictionary<string, TraceVariable> variables)
    {
        var fields = new JsonFields();
        foreach (var (name, variable) in variables)
        {
            fields.Add(name, new JsonFields().Add("name", RegoString.From(variable.Name)).Add("location", Place(variable.Location)).ToObject());
        }

        return fields.ToObject();
    }
}
