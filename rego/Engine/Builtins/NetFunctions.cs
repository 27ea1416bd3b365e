using System.Net;
using System.Net.Sockets;
using Rego.Errors;
using Rego.Networking;
using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Networks and addresses.</summary>
internal static class NetFunctions
{
    private static readonly RegoType Listed = OneOf(StringT, AnyArray);
    private static readonly RegoType Networks = OneOf(StringT, ArrayOf(Listed), ObjectOf(StringT, Listed), SetOf(Listed));

    internal static IEnumerable<Builtin> All =>
    [
        new("net.cidr_contains", StringT, StringT, BoolT, Contains),
        new("net.cidr_overlap", StringT, StringT, BoolT, Contains) { IsDeprecated = true },
        new("net.cidr_contains_matches", Networks, Networks, SetOf(TupleOf(AnyT, AnyT)), Matches),
        new("net.cidr_intersects", StringT, StringT, BoolT, Intersects),
        new("net.cidr_is_valid", StringT, BoolT, (_, a) => RegoBoolean.From(a is RegoString text && CidrBlock.TryParse(text.Value) is not null)),
        new("net.cidr_expand", StringT, StringSet, Operands.Of<RegoString>(Expand)),
        new("net.cidr_merge", OneOf(ArrayOf(OneOf(StringT)), StringSet), StringSet, Merge),
        new("net.lookup_ip_addr", StringT, StringSet, Operands.Of<RegoString>(LookUp)) { IsPure = false, IsExternal = true },
    ];

    private static bool TryBlock(BuiltinContext context, RegoValue value, out CidrBlock block, out RegoValue failure)
    {
        block = default;
        failure = RegoValue.Undefined;
        context.Charge(4);
        if (value is not RegoString text)
        {
            // Both operands are called the first one, as in OPA.
            failure = context.FailType(1, "string", value);
            return false;
        }

        if (CidrBlock.TryParse(text.Value) is { } parsed)
        {
            block = parsed;
            return true;
        }

        failure = context.Fail($"invalid CIDR address: {text.Value}");
        return false;
    }

    private static RegoValue Contains(BuiltinContext context, RegoValue a, RegoValue b)
    {
        if (!TryBlock(context, a, out var outer, out var failure))
        {
            return failure;
        }

        if (b is not RegoString text)
        {
            return context.FailType(1, "string", b);
        }

        if (CidrBlock.TryParseAddress(text.Value) is var (isV6, address))
        {
            return RegoBoolean.From(outer.Contains(isV6, address));
        }

        return CidrBlock.TryParse(text.Value) is { } inner
            ? RegoBoolean.From(outer.Contains(inner.IsV6, inner.First) && outer.Contains(inner.IsV6, inner.Last))
            : context.Fail($"not a valid textual representation of an IP address or CIDR: {text.Value}");
    }

    private static RegoValue Intersects(BuiltinContext context, RegoValue a, RegoValue b) =>
        TryBlock(context, a, out var x, out var failure) && TryBlock(context, b, out var y, out failure)
            ? RegoBoolean.From(x.Contains(y.IsV6, y.First) || y.Contains(x.IsV6, x.First))
            : failure;

    private static RegoValue Matches(BuiltinContext context, RegoValue a, RegoValue b)
    {
        if (!TryEntries(context, 1, a, out var outer, out var failure))
        {
            return failure;
        }

        if (outer.Count == 0 || !TryEntries(context, 2, b, out var inner, out failure))
        {
            return outer.Count == 0 ? RegoSet.Empty : failure;
        }

        var pairs = new RegoSetBuilder();
        foreach (var (network, index) in outer)
        {
            foreach (var (candidate, other) in inner)
            {
                context.Charge(4, 8);
                var contained = Contains(context, network, candidate);
                if (!contained.IsDefined)
                {
                    return contained;
                }

                if (contained.Equals(RegoBoolean.True))
                {
                    context.Charge(1, 64);
                    pairs.Add(RegoArray.From(index, other));
                }
            }
        }

        return pairs.Build();
    }

    /// <summary>The networks of an operand with what stands for each in the result; none where the operand is no collection.</summary>
    private static bool TryEntries(
        BuiltinContext context, int operand, RegoValue value, out List<(RegoValue Network, RegoValue Index)> entries, out RegoValue failure)
    {
        entries = [];
        failure = RegoValue.Undefined;
        IEnumerable<(RegoValue Entry, RegoValue Index)> listed = value switch
        {
            RegoString => [(value, value)],
            RegoArray array => array.Select((item, i) => (item, (RegoValue)RegoNumber.From(i))),
            RegoSet set => set.Select(item => (item, item)),
            RegoObject members => members.Select(member => (member.Value, member.Key)),
            _ => [],
        };
        foreach (var (entry, index) in listed)
        {
            context.Charge(1, 32);
            if (entry is not (RegoString or RegoArray { Count: > 0 }))
            {
                failure = context.Fail($"operand {operand}: element must be string or non-empty array");
                return false;
            }

            entries.Add((entry is RegoArray array ? array[0] : entry, index));
        }

        return true;
    }

    private static RegoValue Expand(BuiltinContext context, RegoString text)
    {
        if (!TryBlock(context, text, out var block, out var failure))
        {
            return failure;
        }

        var addresses = new List<RegoValue>();
        for (var address = block.First; ; address++)
        {
            context.Charge(4, 96);
            addresses.Add(RegoString.From(CidrBlock.Format(block.IsV6, address)));
            if (address == block.Last)
            {
                return RegoSet.From([.. addresses]);
            }
        }
    }

    private static RegoValue Merge(BuiltinContext context, RegoValue a)
    {
        if (!Operands.TryItems(a, out var items))
        {
            return context.Fail("operand must be an array");
        }

        var ranges = new List<CidrRange>(items.Length);
        foreach (var item in items)
        {
            context.Charge(8, 64);
            if (item is not RegoString text)
            {
                return context.Fail("element must be string");
            }

            if (ToRange(text.Value, out var problem) is not { } range)
            {
                return context.Fail(problem);
            }

            ranges.Add(range);
        }

        var merged = CidrRange.Merge(ranges).SelectMany(range => range.ToBlocks());
        return RegoSet.From([.. merged.Select(block => RegoString.From(block))]);
    }

    /// <summary>A network, or an IPv4 address with the mask of its class.</summary>
    private static CidrRange? ToRange(string text, out string problem)
    {
        problem = $"invalid CIDR address: {text}";
        if (CidrBlock.TryParseAddress(text) is not var (isV6, address))
        {
            return CidrBlock.TryParse(text) is { } block ? new CidrRange(block.IsV6, block.First, block.Last, block.ToString()) : null;
        }

        if (isV6)
        {
            problem = "IPv6 invalid: needs prefix length";
            return null;
        }

        var prefix = (uint)address >> 24 is < 128 ? 8 : (uint)address >> 24 is < 192 ? 16 : (uint)address >> 24 is < 224 ? 24 : 32;
        var first = address & ~CidrBlock.HostMask(32 - prefix);
        return new CidrRange(false, first, first | CidrBlock.HostMask(32 - prefix), $"{text}/{prefix}");
    }

    private static RegoValue LookUp(BuiltinContext context, RegoString name)
    {
        context.Charge(1000, 1024);
        if (!IPAddress.TryParse(name.Value, out _) && !context.Network.AllowsName(name.Value))
        {
            return context.Fail($"unallowed host: {name.Value}");
        }

        return context.PerEvaluation("net.lookup_ip_addr " + name.Value, _ => new LookedUpName(Find(context, name.Value))).Addresses
            ?? context.Fail($"lookup {name.Value}: no such host");
    }

    private static RegoSet? Find(BuiltinContext context, string name)
    {
        try
        {
            // A built-in function answers before it returns.
            var addresses = HostAddresses.FindAsync(name, context.CancellationToken).GetAwaiter().GetResult();
            return RegoSet.From([.. addresses.Select(address => RegoString.From(address.ToString()))]);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            throw new RegoEvaluationException(DiagnosticCodes.EvalCancel, "net.lookup_ip_addr: timed out (context deadline exceeded)", context.Location);
        }
    }
}
