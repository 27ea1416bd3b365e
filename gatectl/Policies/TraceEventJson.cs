using Rego.Tooling.Reports;
using Rego.Tracing;
using Rego.Values;

namespace Gatectl.Policies;

/// <summary>The steps of an evaluation as OPA's command line writes them: with the members of an event in the order of what happened.</summary>
internal static class TraceEventJson
{
    /// <summary>The orders of members that are not sorted, each known by its first member.</summary>
    private static readonly string[][] Orders =
    [
        ["Op", "Node", "Location", "QueryID", "ParentID", "Locals", "LocalMetadata", "Message", "Ref"],
        ["file", "row", "col"],
        ["name", "type", "value"],
        ["name", "location"],
    ];

    /// <summary>Writes the steps as an array.</summary>
    internal static void Write(GoJsonWriter json, IEnumerable<TraceEvent> steps)
    {
        json.StartArray();
        foreach (var step in steps)
        {
            Write(json, TraceJson.Of(step));
        }

        json.EndArray();
    }

    private static void Write(GoJsonWriter json, RegoValue value)
    {
        switch (value)
        {
            case RegoArray items:
                json.StartArray();
                foreach (var item in items)
                {
                    Write(json, item);
                }

                json.EndArray();
                break;
            case RegoObject members:
                WriteMembers(json, members);
                break;
            default:
                json.Value(value);
                break;
        }
    }

    private static void WriteMembers(GoJsonWriter json, RegoObject members)
    {
        json.StartObject();
        foreach (var name in Array.Find(Orders, order => IsOf(members, order)) ?? [.. members.Select(member => ((RegoString)member.Key).Value)])
        {
            Write(json.Name(name), members[name]);
        }

        json.EndObject();
    }

    private static bool IsOf(RegoObject members, string[] order) => members.Count == order.Length && Array.TrueForAll(order, name => members[name].IsDefined);
}
