using System.Globalization;
using System.Numerics;
using System.Text;
using Rego.Builtins.Formatting;
using Rego.Values;

namespace Rego.Builtins.Templates;

/// <summary>
/// What a template works on: strings, <see cref="JsonNumber"/>, booleans, integers and doubles of the template's own, arrays and objects,
/// null, and <see cref="Missing"/> for a member that is not there.
/// </summary>
internal static class TemplateValues
{
    /// <summary>A member that is not there.</summary>
    internal static readonly object Missing = new();

    /// <summary>A number of the data; to a template it is a kind of string.</summary>
    internal sealed record JsonNumber(string Text);

    internal static object? From(RegoValue value) => value switch
    {
        RegoString text => text.Value,
        RegoNumber number => new JsonNumber(number.Text),
        RegoBoolean truth => truth.Value,
        RegoSet set => RegoArray.From(set.Items),
        RegoArray or RegoObject => value,
        _ => null,
    };

    internal static bool IsNothing(object? value) => value is null || ReferenceEquals(value, Missing);

    internal static bool IsTrue(object? value) => !IsNothing(value) && value switch
    {
        bool truth => truth,
        string text => text.Length > 0,
        long number => number != 0,
        double number => number != 0,
        RegoArray array => array.Count > 0,
        RegoObject members => members.Count > 0,
        _ => true,
    };

    internal static object? Field(object? value, string name) => value switch
    {
        RegoObject members => members.TryGetValue(name, out var member) ? From(member) : Missing,
        null => throw new TemplateException($"nil pointer evaluating interface {{}}.{name}"),
        _ when ReferenceEquals(value, Missing) => Missing,
        _ => throw new TemplateException($"can't evaluate field {name} in type {TypeName(value)}"),
    };

    internal static string TypeName(object? value) => value switch
    {
        string => "string",
        JsonNumber => "json.Number",
        bool => "bool",
        long => "int",
        double => "float64",
        RegoArray => "[]interface {}",
        RegoObject => "map[string]interface {}",
        _ => "<nil>",
    };

    /// <summary>The value as it is put into the text.</summary>
    internal static string Shown(object? value) => IsNothing(value) ? "<no value>" : Text(value);

    /// <summary>The value as <c>print</c> shows it.</summary>
    internal static string Text(object? value) => value switch
    {
        string text => text,
        JsonNumber number => number.Text,
        bool truth => truth ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => GoFloats.Print(number, "v", FormatFlags.None)!,
        RegoArray array => $"[{string.Join(' ', array.Select(item => Text(From(item))))}]",
        RegoObject members => MapText(members),
        _ => "<nil>",
    };

    /// <summary>The value as an argument of <c>printf</c>.</summary>
    internal static object Argument(object? value) => value switch
    {
        string or double => value,
        long number => new GoOperand("int", new BigInteger(number), string.Empty),
        bool truth => new GoOperand("bool", truth, Text(truth)),
        JsonNumber number => new GoOperand("json.Number", number.Text, number.Text),
        _ => new GoOperand(TypeName(IsNothing(value) ? null : value), null, Text(value)),
    };

    private static string MapText(RegoObject members)
    {
        var text = new StringBuilder("map[");
        foreach (var (key, value) in members.OrderBy(member => RegoJson.KeyText(member.Key), StringComparer.Ordinal))
        {
            text.Append(text.Length > 4 ? " " : string.Empty).Append(RegoJson.KeyText(key)).Append(':').Append(Text(From(value)));
        }

        return text.Append(']').ToString();
    }
}
