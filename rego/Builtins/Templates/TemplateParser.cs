using Rego.Values;

namespace Rego.Builtins.Templates;

/// <summary>Parses templates as Go's <c>text/template</c> has them.</summary>
internal sealed class TemplateParser
{
    private const int MaxDepth = 100;

    private readonly List<(string? Text, List<TemplateToken>? Tokens)> _parts;
    private readonly Dictionary<string, IReadOnlyList<TemplateNode>> _defined = [];
    private int _part;
    private int _depth;
    private int _loops;
    private List<TemplateToken> _tokens = [];
    private int _at;

    private TemplateParser(string text) => _parts = Split(text);

    private TemplateToken Current => _tokens[_at];

    /// <exception cref="TemplateException">The text is no template.</exception>
    internal static ParsedTemplate Parse(string text)
    {
        var parser = new TemplateParser(text);
        var body = parser.ParseList(out var end);
        return end.Length == 0 ? new ParsedTemplate(body, parser._defined) : throw new TemplateException($"unexpected {{{{{end}}}}}");
    }

    /// <summary>Text and actions in turn; dashes at the brackets take the white space beside them away.</summary>
    private static List<(string? Text, List<TemplateToken>? Tokens)> Split(string text)
    {
        var parts = new List<(string?, List<TemplateToken>?)>();
        var trim = false;
        for (var at = 0; at <= text.Length;)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            var plain = open < 0 ? text[at..] : text[at..open];
            plain = trim ? plain.TrimStart(' ', '\t', '\r', '\n') : plain;
            if (open < 0)
            {
                parts.Add((plain, null));
                break;
            }

            var start = open + 2;
            if (start + 1 < text.Length && text[start] == '-' && char.IsWhiteSpace(text[start + 1]))
            {
                plain = plain.TrimEnd(' ', '\t', '\r', '\n');
                start += 2;
            }

            parts.Add((plain, null));
            at = EndOfAction(text, start, out var content, out trim);
            if (content is not null)
            {
                parts.Add((null, TemplateLexer.Read(content)));
            }
        }

        return parts;
    }

    /// <summary>The place behind an action; its content is null for a comment.</summary>
    private static int EndOfAction(string text, int start, out string? content, out bool trim)
    {
        if (text.AsSpan(start).StartsWith("/*"))
        {
            var end = text.IndexOf("*/", start, StringComparison.Ordinal);
            var rest = end < 0 ? default : text.AsSpan(end + 2);
            content = null;
            trim = rest.StartsWith(" -}}");
            return trim ? end + 6 : rest.StartsWith("}}") ? end + 4 : throw new TemplateException("unclosed comment");
        }

        for (var at = start; at < text.Length; at++)
        {
            if (text[at] is '"' or '`')
            {
                at = EndOfString(text, at);
            }
            else if (text.AsSpan(at).StartsWith("}}"))
            {
                trim = at - 2 >= start - 1 && text[at - 1] == '-' && char.IsWhiteSpace(text[at - 2]);
                content = trim ? text[start..Math.Max(start, at - 1)] : text[start..at];
                return at + 2;
            }
        }

        throw new TemplateException("unclosed action");
    }

    private static int EndOfString(string text, int at)
    {
        var quote = text[at++];
        while (at < text.Length && text[at] != quote)
        {
            at += quote == '"' && text[at] == '\\' ? 2 : 1;
        }

        return at < text.Length ? at : throw new TemplateException("unterminated quoted string");
    }

    /// <summary>Nodes up to the end or an <c>end</c> or <c>else</c>, which is left in <see cref="_tokens"/>.</summary>
    private List<TemplateNode> ParseList(out string end)
    {
        if (++_depth > MaxDepth)
        {
            throw new TemplateException("the template nests too deeply");
        }

        var nodes = new List<TemplateNode>();
        end = string.Empty;
        while (_part < _parts.Count && end.Length == 0)
        {
            var (text, tokens) = _parts[_part++];
            if (text is not null)
            {
                nodes.Add(new TemplateNode.Text(text));
                continue;
            }

            (_tokens, _at) = (tokens!, 0);
            if (Current is { Kind: TemplateTokenKind.Word, Text: "end" or "else" })
            {
                end = Current.Text;
                _at++;
            }
            else if (ParseAction() is { } node)
            {
                nodes.Add(node);
            }
        }

        _depth--;
        return nodes;
    }

    private TemplateNode? ParseAction()
    {
        var keyword = Current.Kind == TemplateTokenKind.Word ? Current.Text : string.Empty;
        switch (keyword)
        {
            case "if": return ParseBranch((value, then, otherwise) => new TemplateNode.If(value, then, otherwise), "if");
            case "with": return ParseBranch((value, then, otherwise) => new TemplateNode.With(value, then, otherwise), "with");
            case "range": return ParseBranch((value, then, otherwise) => new TemplateNode.Range(value, then, otherwise), "range");
            case "template": return ParseTemplate();
            case "define" or "block": return ParseDefinition(keyword);
            case "break" or "continue": return ParseJump(keyword);
            default: return new TemplateNode.Action(ParseWholePipeline());
        }
    }

    private TemplateNode ParseJump(string keyword)
    {
        _at++;
        ExpectEnd();
        return _loops == 0 ? throw new TemplateException($"{{{{{keyword}}}}} outside {{{{range}}}}")
            : keyword == "break" ? new TemplateNode.Break()
            : new TemplateNode.Continue();
    }

    private TemplateNode ParseBranch(
        Func<TemplateNode.Pipeline, IReadOnlyList<TemplateNode>, IReadOnlyList<TemplateNode>, TemplateNode> create, string keyword)
    {
        _at++;
        var value = ParseWholePipeline();
        _loops += keyword == "range" ? 1 : 0;
        var then = ParseList(out var end);
        _loops -= keyword == "range" ? 1 : 0;
        IReadOnlyList<TemplateNode> otherwise = [];
        if (end == "else")
        {
            otherwise = ParseElse(create, keyword, out end);
        }

        return end == "end" ? create(value, then, otherwise) : throw new TemplateException("unexpected EOF");
    }

    /// <summary>What stands behind <c>else</c>: nodes up to the end, or a further condition that shares the end.</summary>
    private IReadOnlyList<TemplateNode> ParseElse(
        Func<TemplateNode.Pipeline, IReadOnlyList<TemplateNode>, IReadOnlyList<TemplateNode>, TemplateNode> create, string keyword, out string end)
    {
        if (Current is { Kind: TemplateTokenKind.Word } && Current.Text == keyword && keyword is "if" or "with" && Current.Kind == TemplateTokenKind.Word)
        {
            end = "end";
            return [ParseBranch(create, keyword)];
        }

        ExpectEnd();
        return ParseList(out end);
    }

    private TemplateNode.Template ParseTemplate()
    {
        _at++;
        var name = TakeName("template");
        return new TemplateNode.Template(name, Current.Kind == TemplateTokenKind.End ? null : ParseWholePipeline());
    }

    private TemplateNode.Template? ParseDefinition(string keyword)
    {
        _at++;
        var name = TakeName(keyword);
        var value = keyword == "block" ? ParseWholePipeline() : null;
        if (keyword == "define")
        {
            ExpectEnd();
        }

        var outer = _loops;
        _loops = 0;
        var body = ParseList(out var end);
        _loops = outer;
        if (end != "end" || (keyword == "define" && _depth > 1))
        {
            throw new TemplateException($"unexpected {(end == "end" ? "{{define}}" : "EOF")}");
        }

        _defined[name] = body;
        return keyword == "block" ? new TemplateNode.Template(name, value) : null;
    }

    private string TakeName(string keyword)
    {
        var name = Current is { Kind: TemplateTokenKind.Constant, Value: string text } ? text : throw new TemplateException($"unexpected token in {keyword} clause");
        _at++;
        return name;
    }

    private void ExpectEnd()
    {
        if (Current.Kind != TemplateTokenKind.End)
        {
            throw new TemplateException($"unexpected {GoText.Quote(Current.Text)} in command");
        }
    }

    private TemplateNode.Pipeline ParseWholePipeline()
    {
        var pipeline = ParsePipeline();
        ExpectEnd();
        return pipeline;
    }

    private bool TrySymbol(string symbol)
    {
        if (Current.Kind != TemplateTokenKind.Symbol || Current.Text != symbol)
        {
            return false;
        }

        _at++;
        return true;
    }

    private TemplateNode.Pipeline ParsePipeline()
    {
        var variables = ParseVariables(out var isAssignment);
        var commands = new List<TemplateNode.Command>();
        do
        {
            commands.Add(ParseCommand());
        }
        while (TrySymbol("|"));

        return new TemplateNode.Pipeline(variables, isAssignment, commands);
    }

    /// <summary>Variables before <c>:=</c> or <c>=</c>: one, or two of a range.</summary>
    private List<string> ParseVariables(out bool isAssignment)
    {
        var start = _at;
        var names = new List<string>();
        isAssignment = false;
        while (Current.Kind == TemplateTokenKind.Variable && names.Count < 2)
        {
            names.Add(Current.Text);
            _at++;
            isAssignment = TrySymbol("=");
            if (isAssignment || TrySymbol(":="))
            {
                return names;
            }

            if (!TrySymbol(","))
            {
                break;
            }
        }

        _at = start;
        return [];
    }

    private TemplateNode.Command ParseCommand()
    {
        var operands = new List<TemplateNode.Operand>();
        while (Current.Kind != TemplateTokenKind.End && !(Current.Kind == TemplateTokenKind.Symbol && Current.Text is "|" or ")"))
        {
            operands.Add(ParseOperand());
        }

        return operands.Count > 0 ? new TemplateNode.Command(operands) : throw new TemplateException("missing value for command");
    }

    private TemplateNode.Operand ParseOperand()
    {
        var token = Current;
        _at++;
        switch (token.Kind)
        {
            case TemplateTokenKind.Dot: return Chain(OperandKind.Dot, null, []);
            case TemplateTokenKind.Field: return Chain(OperandKind.Dot, null, [token.Text]);
            case TemplateTokenKind.Variable: return Chain(OperandKind.Variable, token.Text, []);
            case TemplateTokenKind.Constant: return new TemplateNode.Operand(OperandKind.Constant, token.Value, []);
            case TemplateTokenKind.Word: return Word(token.Text);
            case TemplateTokenKind.Symbol when token.Text == "(":
                if (++_depth > MaxDepth)
                {
                    throw new TemplateException("the template nests too deeply");
                }

                var inner = ParsePipeline();
                _depth--;
                return TrySymbol(")") ? Chain(OperandKind.Pipeline, inner, []) : throw new TemplateException("unclosed left paren");
            default: throw new TemplateException($"unexpected {GoText.Quote(token.Text)} in operand");
        }
    }

    private static TemplateNode.Operand Word(string word) => word switch
    {
        "true" or "false" => new TemplateNode.Operand(OperandKind.Constant, word == "true", []),
        "nil" => new TemplateNode.Operand(OperandKind.Nil, null, []),
        _ when TemplateFunctions.Exists(word) => new TemplateNode.Operand(OperandKind.Function, word, []),
        _ => throw new TemplateException($"function {GoText.Quote(word)} not defined"),
    };

    /// <summary>Fields right behind a value, without white space between.</summary>
    private TemplateNode.Operand Chain(OperandKind kind, object? value, List<string> fields)
    {
        while (Current is { Kind: TemplateTokenKind.Field, AfterBlank: false })
        {
            fields.Add(Current.Text);
            _at++;
        }

        return new TemplateNode.Operand(kind, value, fields);
    }
}
