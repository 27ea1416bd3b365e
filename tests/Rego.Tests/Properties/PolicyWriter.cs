using System.Text;

namespace Rego.Tests.Properties;

/// <summary>
/// Writes a policy that says something: rules that refer to the ones before them, functions, partial rules, defaults and
/// <c>else</c>, over the input of <see cref="InputWriter"/> and the data of <see cref="Data"/>.
/// </summary>
internal sealed partial class PolicyWriter
{
    /// <summary>The base document: enough rows for an index over them.</summary>
    internal const string Data = """
        {"base": {"n": 3, "s": "b", "xs": [1, 2, 3, 3], "o": {"a": 1, "b": 2, "c": null}, "deep": {"a": {"b": [true, false]}}, "rows": [
          {"id": 1, "kind": "a", "tags": ["x"]}, {"id": 2, "kind": "b", "tags": ["x", "y"]}, {"id": 3, "kind": "a", "tags": []},
          {"id": 4, "kind": "c", "tags": ["z"]}, {"id": 5, "kind": "b", "tags": ["y"]}, {"id": 6, "kind": "a"}, {"id": 7, "kind": "d", "tags": ["x"]},
          {"id": 8, "kind": "b", "tags": ["w", "x"]}, {"id": 9, "kind": 1, "tags": ["x"]}, {"id": 10, "kind": "e", "tags": null}]}}
        """;

    private const int MaxRules = 8;

    private readonly Choices _choices;
    private readonly StringBuilder _text = new();
    private readonly List<GeneratedRule> _rules = [];
    private int _names;

    private PolicyWriter(Choices choices) => _choices = choices;

    /// <summary>The module's text, and the names of its rules that are no functions.</summary>
    internal static (string Text, IReadOnlyList<string> Rules) Write(Choices choices)
    {
        var writer = new PolicyWriter(choices);
        writer._text.Append("package p\n\nimport data.base.rows\n");
        var count = 1 + choices.Below(MaxRules);
        for (var i = 0; i < count; i++)
        {
            writer.AddRule($"r{i}");
        }

        return (writer._text.ToString(), [.. writer._rules.Where(rule => rule.Arity == 0).Select(rule => rule.Name)]);
    }

    private void AddRule(string name)
    {
        switch (_choices.Below(7))
        {
            case 0: AddComplete(name); break;
            case 1: AddPartialSet(name); break;
            case 2: AddPartialObject(name); break;
            case 3: AddFunction(name); break;
            case 4: AddIndexed(name); break;
            case 5: AddIndexedFunction(name); break;
            default: AddChain(name); break;
        }
    }

    private void AddComplete(string name)
    {
        if (_choices.Rarely(3))
        {
            Line($"default {name} := {Constant()}");
        }

        var scope = new PolicyScope();
        var body = Body(scope);
        Line($"{name} := {Term(scope, TermKind.Any)} if {body}");
        _rules.Add(new GeneratedRule(name, 0, TermKind.Any));
    }

    private void AddPartialSet(string name)
    {
        for (var i = 0; i <= _choices.Below(3); i++)
        {
            var scope = new PolicyScope();
            var body = Body(scope);
            Line($"{name} contains {Term(scope, TermKind.Any)} if {body}");
        }

        _rules.Add(new GeneratedRule(name, 0, TermKind.Collection));
    }

    private void AddPartialObject(string name)
    {
        for (var i = 0; i <= _choices.Below(3); i++)
        {
            var scope = new PolicyScope();
            var body = Body(scope);
            var key = Term(scope, TermKind.Text);
            var rest = _choices.Rarely(4) ? $"[{Term(scope, TermKind.Text)}]" : string.Empty;
            Line($"{name}[{key}]{rest} := {Term(scope, TermKind.Any)} if {body}");
        }

        _rules.Add(new GeneratedRule(name, 0, TermKind.Collection));
    }

    private void AddFunction(string name)
    {
        var arity = 1 + _choices.Below(2);
        for (var i = 0; i <= _choices.Below(3); i++)
        {
            var scope = new PolicyScope();
            var arguments = Enumerable.Range(0, arity).Select(_ => _choices.Rarely(4) ? Constant() : Declare(scope, TermKind.Any)).ToList();
            var body = Body(scope);
            Line($"{name}({string.Join(", ", arguments)}) := {Term(scope, TermKind.Any)} if {body}");
        }

        if (_choices.Rarely(4))
        {
            Line($"default {name}({string.Join(", ", Enumerable.Repeat("_", arity))}) := {Constant()}");
        }

        _rules.Add(new GeneratedRule(name, arity, TermKind.Any));
    }

    /// <summary>Enough definitions that look at the same place for the rule index.</summary>
    private void AddIndexed(string name)
    {
        var place = _choices.OneOf("input.s", "input.n", "input.o.a", "input.b");
        var isSet = _choices.Rarely(2);
        for (var i = 0; i < 4 + _choices.Below(4); i++)
        {
            var scope = new PolicyScope();
            var condition = _choices.OneOf($"{place} == {Scalar()}", $"{Scalar()} == {place}", $"{place} = {Scalar()}", $"input.s == {Scalar()}", "input.b", $"{place} in [1, \"a\"]");
            var body = _choices.Rarely(2) ? $"{{ {condition}; {Statement(scope, 1)} }}" : condition;
            var value = Term(scope, TermKind.Any);
            Line(isSet ? $"{name} contains {value} if {body}" : $"{name} := {_choices.OneOf("1", Scalar(), value)} if {body}");
        }

        _rules.Add(new GeneratedRule(name, 0, isSet ? TermKind.Collection : TermKind.Any));
    }

    private void AddIndexedFunction(string name)
    {
        for (var i = 0; i < 4 + _choices.Below(4); i++)
        {
            var scope = new PolicyScope();
            var second = Declare(scope, TermKind.Any);
            var first = _choices.Rarely(2) ? Scalar() : Declare(scope, TermKind.Any);
            var condition = first[0] == 'v' ? _choices.OneOf($"{first} == {Scalar()}", $"{first} = {Scalar()}", $"{second} == {Scalar()}") : Statement(scope, 1);
            Line($"{name}({first}, {second}) := {_choices.OneOf("1", Scalar(), second)} if {{ {condition}; {second} != 7 }}");
        }

        _rules.Add(new GeneratedRule(name, 2, TermKind.Any));
    }

    private void AddChain(string name)
    {
        var text = new StringBuilder($"{name} := {Scalar()} if {Body(new PolicyScope())}");
        for (var i = 0; i <= _choices.Below(2); i++)
        {
            var scope = new PolicyScope();
            var body = Body(scope);
            text.Append($" else := {Term(scope, TermKind.Any)} if {body}");
        }

        Line(text.Append(_choices.Rarely(2) ? $" else := {Constant()}" : string.Empty).ToString());
        _rules.Add(new GeneratedRule(name, 0, TermKind.Any));
    }

    private void Line(string text) => _text.Append('\n').Append(text).Append('\n');

    private string Declare(PolicyScope scope, TermKind kind)
    {
        var name = $"v{_names++}";
        scope.Add(name, kind);
        return name;
    }

    private sealed record GeneratedRule(string Name, int Arity, TermKind Kind);
}
