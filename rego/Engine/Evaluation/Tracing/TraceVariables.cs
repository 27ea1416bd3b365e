using Rego.Tracing;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>What an event tells of variables and of rules computed before.</summary>
internal static class TraceVariables
{
    internal static TraceLocal[] LocalsOf(TracePoint point, Frame frame) =>
        Array.ConvertAll(point.Bindings, binding => new TraceLocal(NameOf(binding, frame), frame.Slots[binding.Slot]));

    internal static Dictionary<string, TraceVariable> MetadataOf(TracePoint point, Frame frame)
    {
        var metadata = new Dictionary<string, TraceVariable>(StringComparer.Ordinal);
        foreach (var binding in point.Bindings)
        {
            var name = NameOf(binding, frame);
            metadata[name] = new TraceVariable(binding.Original.Length == 0 ? name : binding.Original, binding.Location);
        }

        foreach (var (name, variable) in point.Mentioned)
        {
            metadata.TryAdd(name, variable);
        }

        return metadata;
    }

    internal static TraceDocument[] DocumentsOf(TracePoint point, Frame frame) =>
    [
        .. point.Documents
            .Select(document => new TraceDocument(document.Reference, frame.Context.Scope.GetRule(document.Rule.Id) ?? RegoValue.Undefined))
            .Where(document => document.Value.IsDefined),
    ];

    private static string NameOf(TraceBinding binding, Frame frame) =>
        binding.NameSlot < 0 ? binding.Name : ((RegoString)frame.Slots[binding.NameSlot]).Value;
}
