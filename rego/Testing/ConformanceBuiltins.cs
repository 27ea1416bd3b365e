using Gatekeeper.Rego.Builtins;
using Gatekeeper.Rego.Builtins.Times;

namespace Gatekeeper.Rego.Testing;

/// <summary>Functions that OPA's suite brings along for its cases.</summary>
internal static class ConformanceBuiltins
{
    internal static BuiltinRegistry Registry { get; } = BuiltinRegistry.Default.With(
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
