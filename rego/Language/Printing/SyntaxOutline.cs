using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Printing;

/// <summary>A module's tree as indented text, a node a line, as <c>opa parse</c> prints it for people: without places, and without the keys of partial sets.</summary>
internal sealed class SyntaxOutline
{
    private readonly StringBuilder _text = new();
    private int _depth;

    internal static string Of(Module module)
    {
        var outline = new SyntaxOutline();
        outline.Node("module", () => outline.AddModule(module));
        return outline._text.ToString();
    }

    private void AddModule(Module module)
    {
        Node("package", () => Reference(module.Package.Path));
        foreach (var import in module.Imports)
        {
            Node("import", () => AddImport(import));
        }

        foreach (var rule in module.Rules)
        {
            AddRule(rule, rule.Head);
        }

        foreach (var _ in module.Annotations)
        {
            Line("annotations");
        }

        foreach (var _ in module.Comments)
        {
            Line("comment");
        }
    }

    private void AddImport(Import import)
    {
        Reference(import.Path is RefTerm path ? [path.Head, .. path.Path] : [import.Path]);
        Line(import.Alias?.Name ?? string.Empty);
    }

    private void AddRule(Rule rule, RuleHead main) => Node("rule", () =>
    {
        Node("head", () => AddHead(rule.Head, main));
        Node("body", () =>
        {
            if (rule.Body is null)
            {
                Node("expr index=0", () => Line("true"));
            }
            else
            {
                AddExpressions(rule.Body);
            }
        });
        if (rule.Else is not null)
        {
            AddRule(rule.Else, main);
        }
    });

    private void AddHead(RuleHead head, RuleHead main)
    {
        Reference(main.Reference);
        if (!main.Arguments.IsDefaultOrEmpty)
        {
            Node("args", () => AddTerms(main.Arguments));
        }

        if (head.Value is not null)
        {
            Add(head.Value);
        }
        else if (main.Key is null)
        {
            Line("true");
        }
    }

    private void AddBody(Body body) => Node("body", () => AddExpressions(body));

    private void AddExpressions(Body body)
    {
        for (var i = 0; i < body.Expressions.Length; i++)
        {
            Add(body.Expressions[i], i);
        }
    }

    private void Add(Expression expression, int index) =>
        Node(string.Create(CultureInfo.InvariantCulture, $"expr{(expression.IsNegated ? " negated" : string.Empty)} index={index}"), () =>
        {
            AddContent(expression);
            foreach (var modifier in expression.WithModifiers.IsDefault ? [] : expression.WithModifiers)
            {
                Node("with", () => AddTerms([modifier.Target, modifier.Value]));
            }
        });

    private void AddContent(Expression expression)
    {
        switch (expression)
        {
            case TermExpression { Term: CallTerm call }: AddCall(call); break;
            case TermExpression term: Add(term.Term); break;
            case SomeExpression { Domain: null } some: Node("somedecl", () => AddTerms(some.Symbols)); break;
            case SomeExpression some: Node("somedecl", () => AddMembership(some, some.Domain)); break;
            case EveryExpression every: Node("every", () => AddEvery(every)); break;
            case NotBodyExpression not: Node("not", () => AddBody(not.Operand.Body)); break;
            case LogicalExpression logic: Node(logic.Operation == LogicalOperator.Or ? "logicalor" : "logicaland", () => AddLogic(logic)); break;
            default: throw new ArgumentOutOfRangeException(nameof(expression), expression.GetType().Name, "no such expression");
        }
    }

    private void AddMembership(SomeExpression some, Term domain) => Node("call", () =>
    {
        Node("ref", () =>
        {
            Line("internal");
            Line(some.Symbols.Length == 1 ? "\"member_2\"" : "\"member_3\"");
        });
        AddTerms(some.Symbols);
        Add(domain);
    });

    private void AddEvery(EveryExpression every)
    {
        AddTerms(every.Key is null ? [every.Value, every.Domain] : [every.Key, every.Value, every.Domain]);
        AddBody(every.Body);
    }

    private void AddLogic(LogicalExpression logic)
    {
        AddBody(logic.Left.Body);
        AddBody(logic.Right.Body);
    }

    private void AddCall(CallTerm call)
    {
        Reference(call.Operator is RefTerm path ? [path.Head, .. path.Path] : [call.Operator]);
        AddTerms(call.Arguments);
    }

    private void AddTerms(ImmutableArray<Term> terms)
    {
        foreach (var term in terms)
        {
            Add(term);
        }
    }

    private void Add(Term term)
    {
        switch (term)
        {
            case VarTerm { Name: "input" or "data" }: Reference([term]); break;
            case RefTerm reference: Reference([reference.Head, .. reference.Path]); break;
            case CallTerm call: Node("call", () => AddCall(call)); break;
            case ArrayTerm array: Node("array", () => AddTerms(array.Items)); break;
            case SetTerm set: Node("set", () => AddTerms([.. SyntaxOrder.Sort(set.Items)])); break;
            case ObjectTerm @object: Node("object", () => AddTerms([.. SyntaxOrder.Sort(@object.Members).SelectMany(member => new[] { member.Key, member.Value })])); break;
            case ArrayComprehensionTerm array: Comprehension("arraycomprehension", [array.Item], array.Body); break;
            case SetComprehensionTerm set: Comprehension("setcomprehension", [set.Item], set.Body); break;
            case ObjectComprehensionTerm @object: Comprehension("objectcomprehension", [@object.Key, @object.Value], @object.Body); break;
            case TemplateStringTerm: Line("templatestring"); break;
            default: Line(TermPrinter.Print(term)); break;
        }
    }

    private void Comprehension(string name, ImmutableArray<Term> items, Body body) => Node(name, () =>
    {
        AddTerms(items);
        AddBody(body);
    });

    private void Reference(ImmutableArray<Term> parts) => Node("ref", () =>
    {
        if (parts[0] is VarTerm head)
        {
            Line(TermPrinter.Print(head));
        }
        else
        {
            Add(parts[0]);
        }

        AddTerms(parts[1..]);
    });

    private void Node(string name, Action children)
    {
        Line(name);
        _depth++;
        children();
        _depth--;
    }

    private void Line(string text) => _text.Append(' ', _depth).Append(text).Append('\n');
}
