using System.Collections.Immutable;
using System.Text;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Printing;

/// <summary>A module's tree as OPA's JSON, as <c>opa parse</c> and <c>rego.parse_module</c> give it.</summary>
internal sealed partial class SyntaxJson
{
    private static readonly SyntaxJson Plain = new(withLocations: false);
    private static readonly SyntaxJson Located = new(withLocations: true);

    /// <summary>A value that is not written has no place.</summary>
    private static readonly RegoObject ImpliedTrue = new JsonFields().Add("type", RegoString.From("boolean")).Add("value", RegoBoolean.True).ToObject();

    private readonly bool _withLocations;

    private SyntaxJson(bool withLocations) => _withLocations = withLocations;

    /// <param name="module">The module.</param>
    /// <param name="withLocations">Whether each node has its place and the text that it covers.</param>
    internal static RegoObject Of(Module module, bool withLocations = false) => (withLocations ? Located : Plain).OfModule(module);

    /// <summary>The parts of a reference; its head is a name.</summary>
    internal static RegoArray OfReference(ImmutableArray<Term> parts) => Plain.Reference(parts);

    /// <summary>A rule or a branch of it, which repeats the name and arguments of the definition that it belongs to.</summary>
    internal static RegoObject Of(Rule branch, Rule definition) => Plain.OfBranch(branch, definition.Head).ToObject();

    /// <summary>A body.</summary>
    internal static RegoArray Of(Body body) => Plain.OfBody(body);

    /// <summary>A statement.</summary>
    internal static RegoValue Of(Expression expression, int index) => Plain.OfExpression(expression, index);

    /// <summary>A term.</summary>
    internal static RegoValue Of(Term term) => Plain.OfTerm(term);

    private RegoObject OfModule(Module module)
    {
        var tree = new JsonFields();
        tree.Add("package", At(module.Package.Location).Add("path", Reference(module.Package.Path)).ToObject());
        tree.AddList("annotations", module.Annotations.Select(OfAnnotations));
        tree.AddList("imports", module.Imports.Select(OfImport));
        tree.AddList("rules", module.Rules.Zip(RuleAnnotations.Of(module), OfRule));
        tree.AddList("comments", module.Comments.Select(comment => OfComment(module, comment)));
        return tree.ToObject();
    }

    private RegoObject OfAnnotations(Annotations annotations)
    {
        if (!_withLocations)
        {
            return annotations.Value;
        }

        var fields = At(annotations.Location);
        foreach (var (key, value) in annotations.Value)
        {
            var name = ((RegoString)key).Value;
            fields.Add(name, name == "schemas" ? SchemaPlaces.AddTo(value) : value);
        }

        return fields.ToObject();
    }

    private RegoObject OfImport(Import import)
    {
        var path = import.Path is VarTerm root ? Typed(root, "ref", RegoArray.From(OfHead(root))) : OfTerm(import.Path);
        var fields = At(import.Location).Add("path", path);
        if (import.Alias is not null)
        {
            fields.Add("alias", RegoString.From(import.Alias.Name));
            AddLocation(fields, "alias_location", import.Alias.Location);
        }

        return fields.ToObject();
    }

    /// <summary>The comment that begins a metadata block has the place of the whole block.</summary>
    private RegoObject OfComment(Module module, Comment comment)
    {
        var location = comment.Location;
        if (!_withLocations)
        {
            return OfComment(comment, Place(location.File?.Path ?? string.Empty, location.Row, location.Column).ToObject());
        }

        var block = module.Annotations.FirstOrDefault(annotations => annotations.Location.Offset == location.Offset);
        return OfComment(comment, PlaceOf(block?.Location ?? location));
    }

    private static RegoObject OfComment(Comment comment, RegoObject place) =>
        new JsonFields().Add("Text", Base64(comment.Text)).Add("Location", place).ToObject();

    private JsonFields At(SourceLocation location) => AddLocation(new JsonFields(), "location", location);

    private JsonFields AddLocation(JsonFields fields, string name, SourceLocation location) =>
        _withLocations ? fields.Add(name, PlaceOf(location)) : fields;

    private static RegoObject PlaceOf(SourceLocation location) => Place(location.File?.Path ?? string.Empty, location.Row, location.Column, location.Text);

    /// <summary>A place, and in base64 the text that it covers.</summary>
    internal static RegoObject Place(string file, int row, int column, ReadOnlySpan<char> text) =>
        Place(file, row, column).Add("text", Base64(text)).ToObject();

    private static JsonFields Place(string file, int row, int column) => new JsonFields()
        .Add("file", RegoString.From(file))
        .Add("row", RegoNumber.From(row))
        .Add("col", RegoNumber.From(column));

    private static RegoString Base64(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return RegoString.From(Convert.ToBase64String(bytes));
    }

    private RegoObject OfRule(Rule rule, IReadOnlyList<Annotations> annotations)
    {
        var fields = OfBranch(rule, rule.Head);
        if (rule.IsDefault)
        {
            fields.Add("default", RegoBoolean.True);
        }

        return fields.AddList("annotations", annotations.Select(OfAnnotations)).ToObject();
    }

    /// <summary>A rule or an <c>else</c> branch, which repeats the rule's name and arguments.</summary>
    private JsonFields OfBranch(Rule branch, RuleHead main)
    {
        var fields = At(branch.Location).Add("head", OfHead(branch, main));
        fields.Add("body", branch.Body is null ? RegoArray.From(TrueStatement(branch, main)) : OfBody(branch.Body));
        if (branch.Else is not null)
        {
            fields.Add("else", OfBranch(branch.Else, main).ToObject());
        }

        return fields;
    }

    /// <summary>What stands for a body that is not written; it has the place of what makes the rule.</summary>
    private RegoObject TrueStatement(Rule branch, RuleHead main)
    {
        var place = branch switch
        {
            { IsDefault: true } => branch.Location,
            _ when branch.Head != main => branch.Location,
            { Head: { Key: null, Value: { } value } } => value.Location,
            _ => main.Reference[0].Location,
        };
        return At(place)
            .Add("generated", RegoBoolean.True)
            .Add("index", RegoNumber.From(0))
            .Add("terms", TypedAt(place, "boolean", RegoBoolean.True))
            .ToObject();
    }

    private RegoObject OfHead(Rule branch, RuleHead main)
    {
        var fields = At(branch.Head.Location).Add("ref", Reference(main.Reference));
        AddNameAndKey(fields, branch, main);
        fields.AddList("args", main.Arguments.IsDefault ? [] : main.Arguments.Select(OfTerm));
        if (branch.Head.Value is { } value)
        {
            fields.Add("value", OfTerm(value));
        }
        else if (main.Key is null)
        {
            fields.Add("value", ImpliedTrue);
        }

        if (branch.Head.IsAssigned)
        {
            fields.Add("assign", RegoBoolean.True);
        }

        return fields.ToObject();
    }

    /// <summary>OPA names a head of one part, and one of two parts where older Rego would have read its second as a key.</summary>
    private void AddNameAndKey(JsonFields fields, Rule rule, RuleHead head)
    {
        var name = head.Reference[0] is VarTerm variable ? RegoString.From(variable.Name) : RegoString.From(string.Empty);
        if (head.Reference.Length == 1)
        {
            fields.Add("name", name);
        }
        else if (head.Reference.Length == 2 && head.Key is null && head.Arguments.IsDefaultOrEmpty && !rule.IsDefault && head.Value is not null)
        {
            fields.Add("name", name);
        }

        if (HeadKeys.KeyOf(head, rule.IsDefault) is { } key)
        {
            fields.Add("key", OfTerm(key));
        }
    }
}
