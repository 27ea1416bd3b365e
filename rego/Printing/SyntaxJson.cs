using System.Collections.Immutable;
using System.Text;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Printing;

/// <summary>A module's tree as OPA's JSON, as <c>opa parse</c> and <c>rego.parse_module</c> give it.</summary>
internal static partial class SyntaxJson
{
    internal static RegoObject Of(Module module)
    {
        var tree = new JsonFields();
        tree.Add("package", new JsonFields().Add("path", Reference(module.Package.Path)).ToObject());
        tree.AddList("annotations", module.Annotations.Select(annotations => annotations.Value));
        tree.AddList("imports", module.Imports.Select(OfImport));
        tree.AddList("rules", module.Rules.Zip(RuleAnnotations.Of(module), OfRule));
        tree.AddList("comments", module.Comments.Select(OfComment));
        return tree.ToObject();
    }

    private static RegoObject OfImport(Import import)
    {
        var path = import.Path is VarTerm root ? Typed("ref", RegoArray.From(OfHead(root))) : Of(import.Path);
        var fields = new JsonFields().Add("path", path);
        return import.Alias is null ? fields.ToObject() : fields.Add("alias", RegoString.From(import.Alias.Name)).ToObject();
    }

    private static RegoObject OfComment(Comment comment) => new JsonFields()
        .Add("Text", RegoString.From(Convert.ToBase64String(Encoding.UTF8.GetBytes(comment.Text))))
        .Add("Location", new JsonFields()
            .Add("file", RegoString.From(comment.Location.File?.Path ?? string.Empty))
            .Add("row", RegoNumber.From(comment.Location.Row))
            .Add("col", RegoNumber.From(comment.Location.Column))
            .ToObject())
        .ToObject();

    private static RegoObject OfRule(Rule rule, IReadOnlyList<Annotations> annotations)
    {
        var fields = OfBranch(rule, rule.Head);
        if (rule.IsDefault)
        {
            fields.Add("default", RegoBoolean.True);
        }

        return fields.AddList("annotations", annotations.Select(block => block.Value)).ToObject();
    }

    /// <summary>A rule or an <c>else</c> branch, which repeats the rule's name and arguments.</summary>
    private static JsonFields OfBranch(Rule branch, RuleHead main)
    {
        var fields = new JsonFields().Add("head", OfHead(branch, main));
        fields.Add("body", branch.Body is null ? RegoArray.From(TrueStatement) : Of(branch.Body));
        if (branch.Else is not null)
        {
            fields.Add("else", OfBranch(branch.Else, main).ToObject());
        }

        return fields;
    }

    private static readonly RegoObject TrueStatement = new JsonFields()
        .Add("generated", RegoBoolean.True)
        .Add("index", RegoNumber.From(0))
        .Add("terms", Typed("boolean", RegoBoolean.True))
        .ToObject();

    private static RegoObject OfHead(Rule branch, RuleHead main)
    {
        var fields = new JsonFields().Add("ref", Reference(main.Reference));
        AddNameAndKey(fields, branch, main);
        fields.AddList("args", main.Arguments.IsDefault ? [] : main.Arguments.Select(Of));
        if (branch.Head.Value is { } value)
        {
            fields.Add("value", Of(value));
        }
        else if (main.Key is null)
        {
            fields.Add("value", Typed("boolean", RegoBoolean.True));
        }

        if (branch.Head.IsAssigned)
        {
            fields.Add("assign", RegoBoolean.True);
        }

        return fields.ToObject();
    }

    /// <summary>OPA names a head of one part, and one of two parts where older Rego would have read its second as a key.</summary>
    private static void AddNameAndKey(JsonFields fields, Rule rule, RuleHead head)
    {
        var name = head.Reference[0] is VarTerm variable ? RegoString.From(variable.Name) : RegoString.From(string.Empty);
        if (head.Reference.Length == 1)
        {
            fields.Add("name", name);
        }

        if (head.Key is not null)
        {
            fields.Add("key", Of(head.Key));
        }
        else if (head.Reference.Length == 2 && head.Arguments.IsDefaultOrEmpty && !rule.IsDefault)
        {
            var last = head.Reference[1];
            if (head.Value is not null)
            {
                fields.Add("name", name);
            }

            if (!head.HasIf || !Parsing.Groundness.IsGround(last) || last is RefTerm)
            {
                fields.Add("key", Of(last));
            }
        }
    }
}
