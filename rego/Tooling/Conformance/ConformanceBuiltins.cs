using Rego.Builtins;
using Rego.Builtins.Times;
using Rego.Types;
using Rego.Values;

namespace Rego.Tooling.Conformance;

/// <summary>Functions that OPA's suite brings along for its cases.</summary>
internal static class ConformanceBuiltins
{
    internal static BuiltinRegistry Registry { get; } = RegoBuiltins.All.With(
        new Builtin("test.sleep", RegoType.String, RegoType.Null, Sleep) { IsPure = false });

    private static RegoValue Sleep(BuiltinContext context, RegoValue duration)
    {
        if (duration is not RegoString text || GoDuration.TryParse(text.Value) is not { } nanoseconds)
        {
            return context.Fail($"time: invalid duration {duration}");
        }

        var milliseconds = Math.Clamp(nanoseconds / 1_000_000, 0, int.MaxValue);
        context.CancellationToken.WaitHandle.WaitOne((int)milliseconds);
        context.CheckTime();
        return RegoNull.Instance;
    }
}
