using System.Numerics;
using System.Runtime.CompilerServices;
using Rego.Schemas;
using Rego.Values;

namespace Rego.Builtins.Schemas;

/// <summary>Holds documents against a schema; why no package does is told at <see cref="SchemaReader"/>.</summary>
internal sealed partial class SchemaValidator
{
    private const string Root = "(Root)";

    private readonly BuiltinContext _context;

    private SchemaValidator(BuiltinContext context) => _context = context;

    internal static SchemaResult Validate(BuiltinContext context, SchemaNode schema, RegoValue document)
    {
        var result = new SchemaResult();
        new SchemaValidator(context).Validate(schema, document, Root, result);
        return result;
    }

    private SchemaResult Try(SchemaNode schema, RegoValue value, string field)
    {
        var result = new SchemaResult();
        Validate(schema, value, field, result);
        return result;
    }

    private static string Below(string field, string name) => field == Root ? name : $"{field}.{name}";

    private void Validate(SchemaNode schema, RegoValue value, string field, SchemaResult result)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _context.Charge(8, 32);
        for (var hops = 0; schema.Reference is { } target; hops++)
        {
            schema = hops < 100 ? target : throw new SchemaException("references lead in a circle");
        }

        if (schema.Always is { } always)
        {
            if (!always)
            {
                result.Add("false", field, "False always fails validation");
            }

            return;
        }

        if (schema.Types.Count > 0 && !IsOfType(schema.Types, value))
        {
            var expected = schema.Types.Count == 1 ? schema.Types[0] : $"[{string.Join(',', schema.Types)}]";
            result.Add("invalid_type", field, $"Invalid type. Expected: {expected}, given: {TypeOf(value)}");
            return;
        }

        ValidateCombinations(schema, value, field, result);
        ValidateKind(schema, value, field, result);
        result.Advance();
    }

    private void ValidateKind(SchemaNode schema, RegoValue value, string field, SchemaResult result)
    {
        switch (value)
        {
            case RegoNumber number: ValidateNumber(schema, number, field, result); break;
            case RegoArray array: ValidateArray(schema, array, field, result); break;
            case RegoObject members: ValidateObject(schema, members, field, result); break;
        }

        ValidateCommon(schema, value, field, result);
        if (value is RegoString text)
        {
            ValidateString(schema, text.Value, field, result);
        }

        if (value is RegoObject parent)
        {
            foreach (var (name, property) in schema.Properties)
            {
                if (parent.TryGetValue(name, out var child))
                {
                    Validate(property, child, Below(field, name), result);
                }
            }
        }
    }

    private static string TypeOf(RegoValue value) => value is RegoNumber number && IsInteger(number) ? "integer" : value.TypeName;

    private static bool IsInteger(RegoNumber number) => number.TryGetInteger(out _);

    private static bool IsOfType(IReadOnlyList<string> types, RegoValue value) =>
        types.Contains(value.TypeName) || (value is RegoNumber number && types.Contains("integer") && IsInteger(number));

    private void ValidateCombinations(SchemaNode schema, RegoValue value, string field, SchemaResult result)
    {
        ValidateAnyOf(schema, value, field, result);
        ValidateOneOf(schema, value, field, result);
        if (schema.AllOf.Count > 0)
        {
            var results = schema.AllOf.Select(part => Try(part, value, field)).ToList();
            results.ForEach(result.Merge);
            if (results.Exists(part => !part.IsValid))
            {
                result.Add("number_all_of", field, "Must validate all the schemas (allOf)");
            }
        }

        if (schema.Not is { } not && Try(not, value, field).IsValid)
        {
            result.Add("number_not", field, "Must not validate the schema (not)");
        }

        ValidateDependencies(schema, value, field, result);
        ValidateCondition(schema, value, field, result);
        result.Advance();
    }

    private static SchemaResult? Better(SchemaResult? best, SchemaResult next) => best is null || next.Score > best.Score ? next : best;

    private void ValidateAnyOf(SchemaNode schema, RegoValue value, string field, SchemaResult result)
    {
        SchemaResult? best = null;
        foreach (var option in schema.AnyOf)
        {
            var tried = Try(option, value, field);
            if (tried.IsValid)
            {
                return;
            }

            best = Better(best, tried);
        }

        if (best is not null)
        {
            result.Add("number_any_of", field, "Must validate at least one schema (anyOf)");
            result.Merge(best);
        }
    }

    private void ValidateOneOf(SchemaNode schema, RegoValue value, string field, SchemaResult result)
    {
        var valid = 0;
        SchemaResult? best = null;
        foreach (var option in schema.OneOf)
        {
            var tried = Try(option, value, field);
            valid += tried.IsValid ? 1 : 0;
            best = tried.IsValid || valid > 0 ? best : Better(best, tried);
        }

        if (schema.OneOf.Count > 0 && valid != 1)
        {
            result.Add("number_one_of", field, "Must validate one and only one schema (oneOf)");
            result.Merge(valid == 0 ? best : null);
        }
    }

    private void ValidateDependencies(SchemaNode schema, RegoValue value, string field, SchemaResult result)
    {
        if (value is not RegoObject members || schema.Dependencies.Count == 0)
        {
            return;
        }

        foreach (var key in members.Keys)
        {
            if (key is not RegoString name || !schema.Dependencies.TryGetValue(name.Value, out var dependency))
            {
                continue;
            }

            foreach (var needed in dependency.Names.Where(needed => !members.TryGetValue(needed, out _)))
            {
                result.Add("missing_dependency", field, $"Has a dependency on {needed}");
            }

            if (dependency.Schema is { } also)
            {
                Validate(also, value, field, result);
            }
        }
    }

    private void ValidateCondition(SchemaNode schema, RegoValue value, string field, SchemaResult result)
    {
        if (schema.If is null)
        {
            return;
        }

        var holds = Try(schema.If, value, field).IsValid;
        if ((holds ? schema.Then : schema.Else) is { } branch && Try(branch, value, field) is { IsValid: false } failed)
        {
            result.Add(
                holds ? "condition_then" : "condition_else",
                field,
                holds ? "Must validate \"then\" as \"if\" was valid" : "Must validate \"else\" as \"if\" was not valid");
            result.Merge(failed);
        }
    }

    private void ValidateCommon(SchemaNode schema, RegoValue value, string field, SchemaResult result)
    {
        if (schema.Const is { } constant && !constant.Equals(value))
        {
            result.Add("const", field, $"{field} does not match: {GoJson.Write(_context, constant)}");
        }

        if (schema.Enum is { } options && !options.Contains(value))
        {
            var allowed = options.Count == 0 ? "(none)" : string.Join(", ", options.Select(option => GoJson.Write(_context, option)));
            result.Add("enum", field, $"{field} must be one of the following: {allowed}");
        }

        if (schema.Format is { } format && value is RegoString text && !SchemaFormats.IsMatch(_context, format, text.Value))
        {
            result.Add("format", field, $"Does not match format '{format}'");
        }

        result.Advance();
    }

    private void ValidateString(SchemaNode schema, string text, string field, SchemaResult result)
    {
        _context.Charge(1 + text.Length);
        if (GoText.RuneCount(text) < schema.MinLength)
        {
            result.Add("string_gte", field, $"String length must be greater than or equal to {schema.MinLength}");
        }

        if (GoText.RuneCount(text) > schema.MaxLength)
        {
            result.Add("string_lte", field, $"String length must be less than or equal to {schema.MaxLength}");
        }

        if (schema.Pattern is { } pattern && !pattern.IsMatch(_context, text))
        {
            result.Add("pattern", field, $"Does not match pattern '{pattern.Pattern}'");
        }

        result.Advance();
    }

    private static void ValidateNumber(SchemaNode schema, RegoNumber number, string field, SchemaResult result)
    {
        if (schema.MultipleOf is { } multiple && !IsMultiple(number, multiple))
        {
            result.Add("multiple_of", field, $"Must be a multiple of {multiple}");
        }

        if (schema.Maximum is { } maximum && number > maximum)
        {
            result.Add("number_lte", field, $"Must be less than or equal to {maximum}");
        }

        if (schema.ExclusiveMaximum is { } below && number >= below)
        {
            result.Add("number_lt", field, $"Must be less than {below}");
        }

        if (schema.Minimum is { } minimum && number < minimum)
        {
            result.Add("number_gte", field, $"Must be greater than or equal to {minimum}");
        }

        if (schema.ExclusiveMinimum is { } above && number <= above)
        {
            result.Add("number_gt", field, $"Must be greater than {above}");
        }

        result.Advance();
    }

    private static bool IsMultiple(RegoNumber number, RegoNumber multiple)
    {
        var (a, x) = NumberText.Split(number.Text);
        var (b, y) = NumberText.Split(multiple.Text);
        if (Math.Abs(x - y) > NumberText.MaxExponent)
        {
            return a.IsZero || x > y;
        }

        var (left, right) = x >= y ? (a * BigInteger.Pow(10, (int)(x - y)), b) : (a, b * BigInteger.Pow(10, (int)(y - x)));
        return BigInteger.Remainder(left, right).IsZero;
    }
}
