namespace Rego.Tests.Properties;

/// <content>Terms.</content>
internal sealed partial class PolicyWriter
{
    private string Term(PolicyScope scope, TermKind kind, int depth = 0)
    {
        var variables = scope.Of(kind);
        if (variables.Count > 0 && _choices.Below(3) == 1)
        {
            return variables[_choices.Below(variables.Count)];
        }

        return kind switch
        {
            TermKind.Number => Number(scope, depth),
            TermKind.Text => Text(scope, depth),
            TermKind.Collection => Collection(scope, depth),
            _ => Anything(scope, depth),
        };
    }

    private string Number(PolicyScope scope, int depth) => _choices.Below(depth < MaxDepth ? 7 : 4) switch
    {
        0 => _choices.OneOf("0", "1", "2", "3", "-1", "0.5", "1e3", "9007199254740993", "12345678901234567890"),
        1 => _choices.OneOf("input.n", "input.o.a", "input.xs[0]", "input.xs[_]"),
        2 => _choices.OneOf("data.base.n", "data.base.o.a", "data.base.xs[1]", "rows[_].id"),
        3 => $"count({Place()})",
        4 => Group($"{Term(scope, TermKind.Number, depth + 1)} {_choices.OneOf("+", "-", "*", "%")} {Operand(scope, depth)}", depth),
        5 => $"{_choices.OneOf("sum", "max", "count", "product")}({Term(scope, TermKind.Collection, depth + 1)})",
        _ => $"({Term(scope, TermKind.Number, depth + 1)} / {Operand(scope, depth)})",
    };

    /// <summary>Inside another term, an operator stands in parentheses.</summary>
    private static string Group(string text, int depth) => depth == 0 ? text : $"({text})";

    private string Operand(PolicyScope scope, int depth) => _choices.OneOf("2", $"({Term(scope, TermKind.Number, depth + 1)})");

    private string Text(PolicyScope scope, int depth) => _choices.Below(depth < MaxDepth ? 7 : 3) switch
    {
        0 => _choices.OneOf("\"a\"", "\"b\"", "\"\"", "\"x y\"", "`raw\\n`", "\"\\u00e9\\n\\\"\"", "\"if\""),
        1 => _choices.OneOf("input.s", "input[\"s\"]", "input.words[_]"),
        2 => _choices.OneOf("data.base.s", "rows[_].kind", "rows[0].tags[0]"),
        3 => $"concat(\",\", [{Term(scope, TermKind.Text, depth + 1)}, {Term(scope, TermKind.Text, depth + 1)}])",
        4 => $"upper({Term(scope, TermKind.Text, depth + 1)})",
        5 => $"sprintf(\"%v-%v\", [{Term(scope, TermKind.Any, depth + 1)}, {Term(scope, TermKind.Any, depth + 1)}])",
        _ => $"$\"<{{{Term(scope, TermKind.Any, MaxDepth)}}}>\"",
    };

    private string Collection(PolicyScope scope, int depth)
    {
        if (depth >= MaxDepth)
        {
            return Place();
        }

        var inner = new PolicyScope(scope);
        switch (_choices.Below(10))
        {
            case 0: return Place();
            case 1: return $"[{Term(scope, TermKind.Any, depth + 1)}, {Term(scope, TermKind.Any, depth + 1)}]";
            case 2: return $"{{{Term(scope, TermKind.Number, depth + 1)}, {Term(scope, TermKind.Any, depth + 1)}}}";
            case 3: return $"{{{_choices.OneOf("\"k\"", Scalar())}: {Term(scope, TermKind.Any, depth + 1)}}}";
            case 4: return Indexable();
            case 5:
                var body = Closure(inner, depth);
                return $"[{Term(inner, TermKind.Any, depth + 1)} | {body}]";
            case 6:
                var conditions = Closure(inner, depth);
                return $"{{{Term(inner, TermKind.Any, depth + 1)} | {conditions}}}";
            case 7:
                var members = Closure(inner, depth);
                return $"{{{Term(inner, TermKind.Text, MaxDepth)}: {Term(inner, TermKind.Any, depth + 1)} | {members}}}";
            case 8: return $"object.get(input, {Term(scope, TermKind.Text, depth + 1)}, {Constant()})";
            default: return $"({{{Term(scope, TermKind.Any, depth + 1)}}} {_choices.OneOf("|", "&", "-")} {{1, \"a\", {Term(scope, TermKind.Any, depth + 1)}}})";
        }
    }

    private string Closure(PolicyScope scope, int depth) => Body(scope, depth + 1)[2..^2];

    private string Anything(PolicyScope scope, int depth) => _choices.Below(depth < MaxDepth ? 9 : 5) switch
    {
        0 => Scalar(),
        1 => Place(),
        2 => RuleReference(scope, depth),
        3 => Term(scope, TermKind.Number, MaxDepth),
        4 => Term(scope, TermKind.Text, MaxDepth),
        5 => Collection(scope, depth),
        6 => Term(scope, TermKind.Number, depth),
        7 => Term(scope, TermKind.Text, depth),
        _ => $"({_choices.OneOf("is_string", "is_number", "type_name")}({Term(scope, TermKind.Any, depth + 1)}))",
    };

    /// <summary>A rule before this one, or something in it; a constant where there is none.</summary>
    private string RuleReference(PolicyScope scope, int depth)
    {
        if (_rules.Count == 0)
        {
            return Scalar();
        }

        var rule = _rules[_choices.Below(_rules.Count)];
        if (rule.Arity > 0)
        {
            return $"{rule.Name}({string.Join(", ", Enumerable.Range(0, rule.Arity).Select(_ => Term(scope, TermKind.Any, depth + 2)))})";
        }

        return _choices.Below(4) switch
        {
            0 => rule.Name,
            1 => $"data.p.{rule.Name}",
            2 when rule.Kind == TermKind.Collection => $"{rule.Name}[{Term(scope, TermKind.Text, MaxDepth)}]",
            3 when rule.Kind == TermKind.Collection => $"{rule.Name}[_]",
            _ => $"data.p[\"{rule.Name}\"]",
        };
    }

    private string Indexable()
    {
        var collections = _rules.Where(rule => rule is { Arity: 0, Kind: TermKind.Collection }).Select(rule => rule.Name).ToList();
        return collections.Count > 0 && _choices.Rarely(2) ? collections[_choices.Below(collections.Count)] : Place();
    }

    private string Place() => _choices.OneOf("input.xs", "input.o", "input.words", "data.base.xs", "data.base.o", "rows", "input.rows", "rows[0].tags", "data.base.deep.a", "input.missing.x");

    private string Scalar() => _choices.OneOf("1", "\"a\"", "true", "null", "2", "\"b\"", "false", "3", "\"c\"");

    private string Constant() => _choices.OneOf(Scalar(), "[]", "{}", "set()", "[1, \"a\"]", "{\"a\": [null]}", "{1, 2}");
}
