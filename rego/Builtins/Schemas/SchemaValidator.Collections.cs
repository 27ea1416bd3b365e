using System.Globalization;
using Rego.Schemas;
using Rego.Values;

namespace Rego.Builtins.Schemas;

/// <summary>Arrays and objects.</summary>
internal sealed partial class SchemaValidator
{
    private void ValidateArray(SchemaNode schema, RegoArray array, string field, SchemaResult result)
    {
        ValidateItems(schema, array, field, result);
        if (array.Count < schema.MinItems)
        {
            result.Add("array_min_items", field, $"Array must have at least {schema.MinItems} items");
        }

        if (array.Count > schema.MaxItems)
        {
            result.Add("array_max_items", field, $"Array must have at most {schema.MaxItems} items");
        }

        if (schema.UniqueItems)
        {
            ValidateUnique(array, field, result);
        }

        if (schema.Contains is { } contains)
        {
            ValidateContains(contains, array, field, result);
        }

        result.Advance();
    }

    private static string At(string field, int index) => Below(field, index.ToString(CultureInfo.InvariantCulture));

    private void ValidateItems(SchemaNode schema, RegoArray array, string field, SchemaResult result)
    {
        for (var i = 0; i < array.Count; i++)
        {
            var item = schema.Items ?? (i < schema.ItemsByPosition.Count ? schema.ItemsByPosition[i] : null);
            if (item is not null)
            {
                result.Merge(Try(item, array[i], At(field, i)));
            }
            else if (schema.ItemsByPosition.Count > 0 && schema.AdditionalItems is { } more)
            {
                if (more.Always == false)
                {
                    result.Add("array_no_additional_items", field, "No additional items allowed on array");
                    return;
                }

                result.Merge(Try(more, array[i], At(field, i)));
            }
        }
    }

    private void ValidateUnique(RegoArray array, string field, SchemaResult result)
    {
        var seen = new Dictionary<RegoValue, int>();
        for (var i = 0; i < array.Count; i++)
        {
            _context.Charge(2, 32);
            if (seen.TryGetValue(array[i], out var before))
            {
                result.Add("unique", field, $"array items[{before},{i}] must be unique");
            }

            seen[array[i]] = i;
        }
    }

    private void ValidateContains(SchemaNode contains, RegoArray array, string field, SchemaResult result)
    {
        SchemaResult? best = null;
        for (var i = 0; i < array.Count; i++)
        {
            var tried = Try(contains, array[i], At(field, i));
            if (tried.IsValid)
            {
                return;
            }

            best = Better(best, tried);
        }

        result.Add("contains", field, "At least one of the items must match");
        result.Merge(best);
    }

    private void ValidateObject(SchemaNode schema, RegoObject members, string field, SchemaResult result)
    {
        if (members.Count < schema.MinProperties)
        {
            result.Add("array_min_properties", field, $"Must have at least {schema.MinProperties} properties");
        }

        if (members.Count > schema.MaxProperties)
        {
            result.Add("array_max_properties", field, $"Must have at most {schema.MaxProperties} properties");
        }

        foreach (var name in schema.Required)
        {
            if (members.TryGetValue(name, out _))
            {
                result.Advance();
            }
            else
            {
                result.Add("required", field, $"{name} is required");
            }
        }

        foreach (var (key, value) in members)
        {
            ValidateProperty(schema, RegoJson.KeyText(key), value, field, result);
        }

        ValidateNames(schema, members, field, result);
        result.Advance();
    }

    private void ValidateProperty(SchemaNode schema, string name, RegoValue value, string field, SchemaResult result)
    {
        var described = schema.Properties.Any(property => property.Key == name);
        var matched = false;
        foreach (var (pattern, property) in schema.PatternProperties)
        {
            if (pattern.IsMatch(_context, name))
            {
                matched = true;
                result.Merge(Try(property, value, Below(field, name)));
            }
        }

        if (matched)
        {
            result.Advance();
        }

        if (described || matched || schema.AdditionalProperties is not { } additional)
        {
            return;
        }

        if (additional.Always == false)
        {
            result.Add("additional_property_not_allowed", field, $"Additional property {name} is not allowed");
        }
        else
        {
            result.Merge(Try(additional, value, Below(field, name)));
        }
    }

    private void ValidateNames(SchemaNode schema, RegoObject members, string field, SchemaResult result)
    {
        if (schema.PropertyNames is not { } names)
        {
            return;
        }

        foreach (var key in members.Keys)
        {
            var name = RegoJson.KeyText(key);
            if (Try(names, RegoString.From(name), field) is { IsValid: false } failed)
            {
                result.Add("invalid_property_name", field, $"Property name of \"{name}\" does not match");
                result.Merge(failed);
            }
        }
    }
}
