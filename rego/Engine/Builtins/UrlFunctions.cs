using System.Globalization;
using System.Text;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>URL queries and URIs, as Go's <c>net/url</c> reads them.</summary>
internal static class UrlFunctions
{
    private const string WrongValues = "operand 1 values must be string, array[string], or set[string]";

    internal static IEnumerable<Builtin> All =>
    [
        new("urlquery.encode", StringT, StringT, Operands.Of<RegoString>(Encode)),
        new("urlquery.decode", StringT, StringT, Operands.Of<RegoString>(Decode)),
        new("urlquery.encode_object", ObjectOf(StringT, OneOf(StringT, StringArray, StringSet)), StringT, Operands.Of<RegoObject>(EncodeObject)),
        new("urlquery.decode_object", StringT, ObjectOf(StringT, StringArray), Operands.Of<RegoString>(DecodeObject)),
        new("uri.parse", StringT, ObjectOf(StringT, StringT), Operands.Of<RegoString>(Parse)),
        new("uri.is_valid", StringT, BoolT, (c, a) => RegoBoolean.From(a is RegoString text && IsValid(c, text.Value))),
    ];

    private static RegoValue Encode(BuiltinContext context, RegoString text)
    {
        context.Charge(1 + (text.Value.Length >> 2));
        return context.Text(UrlText.Escape(text.Value));
    }

    private static RegoValue Decode(BuiltinContext context, RegoString text)
    {
        context.Charge(1 + (text.Value.Length >> 2));
        return UrlText.Unescape(text.Value, plusIsSpace: true) is { } decoded
            ? context.Text(decoded)
            : context.Fail(UrlText.BrokenEscape(text.Value));
    }

    private static RegoValue EncodeObject(BuiltinContext context, RegoObject members)
    {
        var pairs = new List<(string Key, List<string> Values)>();
        for (var i = 0; i < members.Count; i++)
        {
            var values = ValuesOf(members.Values[i]);
            if (values is null)
            {
                return context.FailType(WrongValues);
            }

            context.Charge(1 + values.Count);
            pairs.Add((RegoJson.KeyText(members.Keys[i]), values));
        }

        pairs.Sort((a, b) => RegoString.CompareOrdinal(a.Key, b.Key));
        var query = pairs.SelectMany(pair => pair.Values.Select(value => $"{UrlText.Escape(pair.Key)}={UrlText.Escape(value)}"));
        return context.Text(string.Join('&', query));
    }

    private static List<string>? ValuesOf(RegoValue value)
    {
        if (value is RegoString single)
        {
            return [single.Value];
        }

        if (!Operands.TryItems(value, out var items))
        {
            return null;
        }

        var values = new List<string>(items.Length);
        foreach (var item in items)
        {
            if (item is not RegoString text)
            {
                return null;
            }

            values.Add(text.Value);
        }

        return values;
    }

    private static RegoValue DecodeObject(BuiltinContext context, RegoString query)
    {
        context.Charge(1 + query.Value.Length, 4L * query.Value.Length);
        if (query.Value.Contains(';', StringComparison.Ordinal))
        {
            return context.Fail("invalid semicolon separator in query");
        }

        var lists = new Dictionary<string, List<RegoValue>>();
        foreach (var part in query.Value.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var (escapedKey, escapedValue) = equals < 0 ? (part, string.Empty) : (part[..equals], part[(equals + 1)..]);
            var key = UrlText.Unescape(escapedKey, plusIsSpace: true);
            var value = UrlText.Unescape(escapedValue, plusIsSpace: true);
            if (key is null || value is null)
            {
                return context.Fail(UrlText.BrokenEscape(key is null ? escapedKey : escapedValue));
            }

            (lists.TryGetValue(key, out var list) ? list : lists[key] = []).Add(RegoString.From(value));
        }

        return RegoObject.From(lists.Select(pair => KeyValuePair.Create<RegoValue, RegoValue>(RegoString.From(pair.Key), RegoArray.From(pair.Value))));
    }

    private static bool IsValid(BuiltinContext context, string text)
    {
        context.Charge(1 + text.Length);
        return UriParts.TryParse(text, out _);
    }

    private static RegoValue Parse(BuiltinContext context, RegoString text)
    {
        context.Charge(1 + text.Value.Length, 8L * text.Value.Length);
        if (!UriParts.TryParse(text.Value, out var parts))
        {
            return context.Fail($"parse {GoText.Quote(text.Value)}: invalid URI");
        }

        var members = new RegoObjectBuilder();
        foreach (var (name, value) in parts.Members())
        {
            if (value.Length > 0)
            {
                members[RegoString.From(name)] = RegoString.From(value);
            }
        }

        return members.Build();
    }
}
