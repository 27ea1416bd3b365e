using System.Collections.Immutable;
using Rego.Types;
using Rego.Values;

namespace Rego.Capabilities;

/// <summary>Writes capabilities in the form of <c>opa capabilities</c>: lists that are empty are left out.</summary>
internal static class CapabilitiesWriter
{
    internal static RegoObject Write(RegoCapabilities capabilities)
    {
        var fields = new RegoObjectBuilder();
        AddList(fields, "builtins", capabilities.Builtins.Select(Write));
        AddList(fields, "future_keywords", Texts(capabilities.FutureKeywords));
        AddList(fields, "features", Texts(capabilities.Features));
        AddList(fields, "allow_net", Texts(capabilities.AllowNet));
        return fields.Build();
    }

    private static RegoObject Write(BuiltinDeclaration builtin)
    {
        var fields = new RegoObjectBuilder();
        Add(fields, "name", RegoString.From(builtin.Name));
        AddText(fields, "description", builtin.Description);
        AddList(fields, "categories", Texts(builtin.Categories));
        Add(fields, "decl", WriteType(builtin));
        AddText(fields, "infix", builtin.Infix);
        AddFlag(fields, "relation", builtin.IsRelation);
        AddFlag(fields, "nondeterministic", builtin.IsNondeterministic);
        AddFlag(fields, "deprecated", builtin.IsDeprecated);
        return fields.Build();
    }

    private static RegoObject WriteType(BuiltinDeclaration builtin)
    {
        var fields = new RegoObjectBuilder();
        AddList(fields, "args", builtin.Arguments.Select(WriteOperand));
        Add(fields, "type", RegoString.From("function"));
        if (builtin.Result is { } result)
        {
            Add(fields, "result", WriteOperand(result));
        }

        if (builtin.Variadic is { } variadic)
        {
            Add(fields, "variadic", TypeJson.Of(variadic));
        }

        return fields.Build();
    }

    internal static RegoObject WriteOperand(OperandDeclaration operand)
    {
        var type = TypeJson.Of(operand.Type);
        if (operand.Name is null && operand.Description is null)
        {
            return type;
        }

        var fields = new RegoObjectBuilder();
        foreach (var (key, value) in type)
        {
            fields[key] = value;
        }

        AddText(fields, "name", operand.Name);
        AddText(fields, "description", operand.Description);
        return fields.Build();
    }

    private static void Add(RegoObjectBuilder fields, string name, RegoValue value) => fields[RegoString.From(name)] = value;

    private static void AddText(RegoObjectBuilder fields, string name, string? text)
    {
        if (text is not null)
        {
            Add(fields, name, RegoString.From(text));
        }
    }

    private static void AddFlag(RegoObjectBuilder fields, string name, bool isSet)
    {
        if (isSet)
        {
            Add(fields, name, RegoBoolean.True);
        }
    }

    private static void AddList(RegoObjectBuilder fields, string name, IEnumerable<RegoValue> items)
    {
        var list = RegoArray.From([.. items]);
        if (list.Count > 0)
        {
            Add(fields, name, list);
        }
    }

    private static IEnumerable<RegoValue> Texts(ImmutableArray<string> texts) => texts.IsDefault ? [] : texts.Select(RegoString.From);
}
