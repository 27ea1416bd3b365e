using System.Runtime.CompilerServices;
using System.Text;
using Rego.Values;

namespace Rego.Builtins.Templates;

/// <summary>Carries a template out.</summary>
internal sealed class TemplateRunner
{
    private const int MaxDepth = 200;

    private readonly BuiltinContext _context;
    private readonly ParsedTemplate _template;
    private readonly StringBuilder _text = new();
    private List<(string Name, object? Value)> _variables = [];
    private int _depth;

    private TemplateRunner(BuiltinContext context, ParsedTemplate template)
    {
        _context = context;
        _template = template;
    }

    private enum Jump
    {
        None,
        Break,
        Continue,
    }

    /// <exception cref="TemplateException">It cannot be carried out.</exception>
    internal static string Run(BuiltinContext context, ParsedTemplate template, RegoObject data)
    {
        var runner = new TemplateRunner(context, template);
        runner._variables.Add(("$", data));
        runner.Run(template.Body, data);
        return runner._text.ToString();
    }

    private void Append(string text)
    {
        _context.Charge(1 + (text.Length >> 4), 2L * text.Length);
        _text.Append(text);
    }

    private Jump Run(IReadOnlyList<TemplateNode> nodes, object? dot)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var node in nodes)
        {
            _context.Charge(1);
            var jump = Run(node, dot);
            if (jump != Jump.None)
            {
                return jump;
            }
        }

        return Jump.None;
    }

    private Jump Run(TemplateNode node, object? dot)
    {
        var scope = _variables.Count;
        var jump = Jump.None;
        switch (node)
        {
            case TemplateNode.Text { Value: var text }: Append(text); return jump;
            case TemplateNode.Action { Commands: var pipeline }: RunAction(pipeline, dot); return jump;
            case TemplateNode.Break: return Jump.Break;
            case TemplateNode.Continue: return Jump.Continue;
            case TemplateNode.Template call: RunTemplate(call, dot); break;
            case TemplateNode.Range range: jump = RunRange(range, dot); break;
            case TemplateNode.If branch:
                jump = TemplateValues.IsTrue(Evaluate(branch.Condition, dot)) ? Run(branch.Then, dot) : Run(branch.Else, dot);
                break;
            case TemplateNode.With with:
                var value = Evaluate(with.Value, dot);
                jump = TemplateValues.IsTrue(value) ? Run(with.Then, value) : Run(with.Else, dot);
                break;
        }

        _variables.RemoveRange(scope, _variables.Count - scope);
        return jump;
    }

    private void RunAction(TemplateNode.Pipeline pipeline, object? dot)
    {
        var value = Evaluate(pipeline, dot);
        if (pipeline.Variables.Count == 0)
        {
            Append(TemplateValues.Shown(value));
        }
    }

    private void RunTemplate(TemplateNode.Template call, object? dot)
    {
        if (!_template.Defined.TryGetValue(call.Name, out var body))
        {
            throw new TemplateException($"template {GoText.Quote(call.Name)} not defined");
        }

        if (++_depth > MaxDepth)
        {
            throw new TemplateException("exceeded maximum template depth");
        }

        var value = call.Value is null ? TemplateValues.Missing : Evaluate(call.Value, dot);
        var outer = _variables;
        _variables = [("$", value)];
        Run(body, value);
        _variables = outer;
        _depth--;
    }

    private Jump RunRange(TemplateNode.Range range, object? dot)
    {
        var value = Evaluate(range.Value with { Variables = [] }, dot);
        var any = false;
        foreach (var (key, item) in Elements(value))
        {
            _context.Charge(1, 32);
            any = true;
            var scope = _variables.Count;
            Bind(range.Value, key, item);
            var jump = Run(range.Body, item);
            _variables.RemoveRange(scope, _variables.Count - scope);
            if (jump == Jump.Break)
            {
                return Jump.None;
            }
        }

        return any ? Jump.None : Run(range.Else, dot);
    }

    private void Bind(TemplateNode.Pipeline pipeline, object? key, object? item)
    {
        var names = pipeline.Variables;
        if (names.Count > 0)
        {
            Set(names[^1], item, pipeline.IsAssignment);
        }

        if (names.Count > 1)
        {
            Set(names[0], key, pipeline.IsAssignment);
        }
    }

    private static IEnumerable<(object? Key, object? Item)> Elements(object? value) => value switch
    {
        RegoArray array => array.Select((item, i) => ((object?)(long)i, TemplateValues.From(item))),
        RegoObject members => members.Select(member => ((object?)RegoJson.KeyText(member.Key), TemplateValues.From(member.Value))),
        long count => Enumerable.Range(0, (int)Math.Clamp(count, 0, int.MaxValue)).Select(i => ((object?)(long)i, (object?)(long)i)),
        _ when TemplateValues.IsNothing(value) => [],
        _ => throw new TemplateException($"range can't iterate over {TemplateValues.Text(value)}"),
    };

    private void Set(string name, object? value, bool assign)
    {
        if (!assign)
        {
            _variables.Add((name, value));
            return;
        }

        var at = _variables.FindLastIndex(variable => variable.Name == name);
        if (at < 0)
        {
            throw new TemplateException($"undefined variable {GoText.Quote(name)}");
        }

        _variables[at] = (name, value);
    }

    private object? Evaluate(TemplateNode.Pipeline pipeline, object? dot)
    {
        object? value = null;
        for (var i = 0; i < pipeline.Commands.Count; i++)
        {
            value = Evaluate(pipeline.Commands[i], dot, i > 0 ? [value] : []);
        }

        foreach (var name in pipeline.Variables)
        {
            Set(name, value, pipeline.IsAssignment);
        }

        return value;
    }

    private object? Evaluate(TemplateNode.Command command, object? dot, object?[] final)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var first = command.Operands[0];
        if (first.Kind == OperandKind.Function)
        {
            return Call((string)first.Value!, command.Operands, dot, final);
        }

        return command.Operands.Count == 1 && final.Length == 0
            ? Evaluate(first, dot)
            : throw new TemplateException("can't give argument to non-function");
    }

    private object? Call(string name, IReadOnlyList<TemplateNode.Operand> operands, object? dot, object?[] final)
    {
        var arguments = new List<object?>();
        for (var i = 1; i < operands.Count; i++)
        {
            arguments.Add(Evaluate(operands[i], dot));

            // These two look no further than they must.
            if (name == "and" && !TemplateValues.IsTrue(arguments[^1]) || name == "or" && TemplateValues.IsTrue(arguments[^1]))
            {
                return arguments[^1];
            }
        }

        arguments.AddRange(final);
        return TemplateFunctions.Call(_context, name, arguments);
    }

    private object? Evaluate(TemplateNode.Operand operand, object? dot)
    {
        var value = operand.Kind switch
        {
            OperandKind.Dot => dot,
            OperandKind.Variable => Variable((string)operand.Value!),
            OperandKind.Pipeline => Evaluate((TemplateNode.Pipeline)operand.Value!, dot),
            OperandKind.Function => TemplateFunctions.Call(_context, (string)operand.Value!, []),
            OperandKind.Nil => null,
            _ => operand.Value,
        };
        return operand.Fields.Aggregate(value, TemplateValues.Field);
    }

    private object? Variable(string name)
    {
        var at = _variables.FindLastIndex(variable => variable.Name == name);
        return at >= 0 ? _variables[at].Value : throw new TemplateException($"undefined variable {GoText.Quote(name)}");
    }
}
