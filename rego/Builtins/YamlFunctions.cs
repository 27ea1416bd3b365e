using Rego.Values;
using Rego.Yaml;
using YamlDotNet.Core;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>YAML as text.</summary>
internal static class YamlFunctions
{
    /// <summary>What reading a node costs, beside its characters.</summary>
    private const int StepsPerNode = 16;

    internal static IEnumerable<Builtin> All =>
    [
        new("yaml.marshal", AnyT, StringT, (c, a) => RegoString.From(GoYaml.Write(c, a))),
        new("yaml.unmarshal", StringT, AnyT, Operands.Of<RegoString>(Unmarshal)),
        new("yaml.is_valid", StringT, BoolT, (c, a) => RegoBoolean.From(a is RegoString text && TryParse(c, text.Value, out _, out _))),
    ];

    private static RegoValue Unmarshal(BuiltinContext context, RegoString text) =>
        TryParse(context, text.Value, out var value, out var problem) ? value : context.Fail("yaml: " + problem);

    private static bool TryParse(BuiltinContext context, string text, out RegoValue value, out string problem)
    {
        context.Charge(1 + text.Length, 32L * text.Length);
        try
        {
            value = new YamlReader(new StringReader(text), refuseDuplicates: false, nodes => context.Charge((long)StepsPerNode * nodes)).ReadDocument();
            problem = string.Empty;
            return true;
        }
        catch (YamlException e)
        {
            value = RegoValue.Undefined;
            var (row, message) = YamlProblem.From(e);
            problem = row > 0 ? $"line {row}: {message}" : message;
            return false;
        }
    }
}
