namespace Rego.Tests.Properties;

/// <content>Bodies and statements.</content>
internal sealed partial class PolicyWriter
{
    private const int MaxDepth = 3;

    private string Body(PolicyScope scope, int depth = 0)
    {
        var statements = new List<string>();
        for (var i = 0; i <= _choices.Below(4); i++)
        {
            statements.Add(Statement(scope, depth));
        }

        return $"{{ {string.Join("; ", statements)} }}";
    }

    private string Statement(PolicyScope scope, int depth) => _choices.Below(depth < MaxDepth ? 13 : 7) switch
    {
        0 => Comparison(scope, depth),
        1 => Assignment(scope, depth),
        2 => Iteration(scope, depth),
        3 => $"{Term(scope, TermKind.Any, depth)} in {Term(scope, TermKind.Collection, depth)}",
        4 => Term(scope, TermKind.Any, MaxDepth),
        5 => Unification(scope, depth),
        6 => Place(),
        7 => $"not {Negatable(scope, depth)}",
        8 => Every(scope, depth),
        9 => Replaced(scope, depth),
        10 => Join(scope),
        11 => Pattern(scope, depth),
        _ => Descent(scope),
    };

    private string Comparison(PolicyScope scope, int depth)
    {
        var kind = _choices.OneOf(TermKind.Number, TermKind.Text, TermKind.Any);
        return $"{Term(scope, kind, depth + 1)} {_choices.OneOf("==", "!=", "<", "<=", ">", ">=")} {Term(scope, kind, depth + 1)}";
    }

    /// <summary>The value is written before the variable is there to be used in it.</summary>
    private string Assignment(PolicyScope scope, int depth)
    {
        var kind = _choices.OneOf(TermKind.Number, TermKind.Text, TermKind.Collection, TermKind.Any);
        var value = Term(scope, kind, depth);
        return $"{Declare(scope, kind)} := {value}";
    }

    private string Unification(PolicyScope scope, int depth)
    {
        var value = Term(scope, TermKind.Any, depth);
        return _choices.Rarely(2) ? $"{value} = {Declare(scope, TermKind.Any)}" : $"{Declare(scope, TermKind.Any)} = {value}";
    }

    private string Iteration(PolicyScope scope, int depth)
    {
        var collection = Term(scope, TermKind.Collection, depth);
        return _choices.Below(3) switch
        {
            0 => $"some {Declare(scope, TermKind.Any)} in {collection}",
            1 => $"some {Declare(scope, TermKind.Any)}, {Declare(scope, TermKind.Any)} in {collection}",
            _ => $"{Declare(scope, TermKind.Any)} := {Indexable()}[_]",
        };
    }

    /// <summary>A closed statement: what it declares stays inside.</summary>
    private string Negatable(PolicyScope scope, int depth) => _choices.Below(3) switch
    {
        0 => Comparison(scope, depth),
        1 => Term(scope, TermKind.Any, MaxDepth),
        _ => $"{Term(scope, TermKind.Any, depth + 1)} in {Term(scope, TermKind.Collection, depth + 1)}",
    };

    private string Every(PolicyScope scope, int depth)
    {
        var domain = Term(scope, TermKind.Collection, depth + 1);
        var inner = new PolicyScope(scope);
        string[] names = _choices.Rarely(2) ? [Declare(inner, TermKind.Any), Declare(inner, TermKind.Any)] : [Declare(inner, TermKind.Any)];

        // The compiler refuses what is declared and not used.
        var uses = string.Concat(names.Select(name => $"{name} {_choices.OneOf("!=", "!=", ">", "==")} {Scalar()}; "));
        return $"every {string.Join(", ", names)} in {domain} {{ {uses}{Body(inner, depth + 1)[2..]}";
    }

    private string Replaced(PolicyScope scope, int depth)
    {
        var statement = _choices.Below(2) == 0 ? Term(scope, TermKind.Any, MaxDepth) : Comparison(scope, MaxDepth);
        var target = _choices.OneOf("input.s", "input", "data.base.n", "data.base.xs", "input.o.a");
        return $"{statement} with {target} as {(target == "input" ? "{\"s\": \"a\", \"n\": 2}" : Term(scope, TermKind.Any, depth + 1))}";
    }

    /// <summary>Rows by what they hold: the form that may become an indexed join.</summary>
    private string Join(PolicyScope scope)
    {
        var wanted = _choices.OneOf("\"a\"", "input.s", Scalar());
        var row = Declare(scope, TermKind.Any);
        var source = _choices.OneOf("rows", "input.rows");
        return _choices.Below(3) switch
        {
            0 => $"some {row} in {source}; {row}.kind == {wanted}",
            1 => $"{row} := {source}[_]; {row}.kind = {wanted}",
            _ => $"some {row} in {source}; {row}.id == {Term(scope, TermKind.Number, MaxDepth)}",
        };
    }

    private string Pattern(PolicyScope scope, int depth)
    {
        var value = _choices.OneOf($"[{Term(scope, TermKind.Any, depth + 1)}, {Term(scope, TermKind.Any, depth + 1)}]", "input.xs", "[1, input.n]");
        return $"[{Declare(scope, TermKind.Any)}, {_choices.OneOf("_", Scalar(), Declare(scope, TermKind.Any))}] = {value}";
    }

    /// <summary>Goes down a place with variables for the steps.</summary>
    private string Descent(PolicyScope scope)
    {
        var start = _choices.OneOf("input", "data.base", "input.o", "rows");
        return $"{Declare(scope, TermKind.Any)} := {start}[{Declare(scope, TermKind.Text)}]{_choices.OneOf(string.Empty, "[_]")}";
    }
}
