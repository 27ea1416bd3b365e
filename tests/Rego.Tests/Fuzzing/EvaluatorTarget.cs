using System.Text;
using System.Text.Json;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Options;
using Rego.Sources;
using Rego.Tests.Properties;
using Rego.Values;

namespace Rego.Tests.Fuzzing;

/// <summary>
/// What compiling and evaluating are held to for any policy and input: they end within their bounds, in an answer or their own
/// error; the answer does not depend on how a policy is planned; and less budget makes an error of an answer, never another answer.
/// The bytes are a module, a zero and an input; or a one, and then the decisions of the writer of policies.
/// </summary>
internal static class EvaluatorTarget
{
    internal const int MaxBytes = 16 * 1024;

    private const byte Written = 1;
    private const long MaxAllocatedBytes = 2L << 30;

    private static readonly EvaluationLimits Limits = new(MaxSteps: 50_000, TimeSpan.FromSeconds(2), MaxDepth: 128, MaxMemoryBytes: 64L << 20);
    /// <summary>Of the processor: the machine may be busy with other things.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(8);
    private static readonly RegoObject Data = (RegoObject)RegoJson.Parse(PolicyWriter.Data);

    /// <summary>Without functions whose answers change.</summary>
    private static readonly RegoCompilerOptions Quick = new() { ForbiddenBuiltins = new HashSet<string> { "rand.intn", "uuid.rfc4122", "time.now_ns" } };

    private static readonly RegoCompilerOptions Plain = Quick with { UsesShortcuts = false };

    /// <exception cref="FuzzingFind">The bytes are a find.</exception>
    internal static void Run(ReadOnlySpan<byte> bytes)
    {
        var (module, input) = Read(bytes.Length > MaxBytes ? bytes[..MaxBytes] : bytes);
        var start = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Hold(module, input);
        var (used, made) = (Environment.CpuUsage.TotalTime - start, GC.GetAllocatedBytesForCurrentThread() - allocated);
        if (used > MaxTime || made > MaxAllocatedBytes)
        {
            throw new FuzzingFind($"{used}, {made} bytes");
        }
    }

    private static (string Module, RegoValue Input) Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [Written, .. var decisions])
        {
            var choices = new Choices([.. decisions.ToArray().Select(decision => (int)decision)]);
            var written = InputWriter.Write(choices);
            return (PolicyWriter.Write(choices).Text, written);
        }

        var end = bytes.IndexOf((byte)0);
        return end < 0 ? (SourceText.Decode(bytes), RegoValue.Undefined) : (SourceText.Decode(bytes[..end]), InputOf(bytes[(end + 1)..]));
    }

    private static RegoValue InputOf(ReadOnlySpan<byte> json)
    {
        try
        {
            return RegoJson.Parse(json);
        }
        catch (JsonException)
        {
            return RegoString.From(Encoding.Latin1.GetString(json));
        }
    }

    private static void Hold(string module, RegoValue input)
    {
        var source = new RegoSource("p.rego", module);
        var compiled = new RegoCompiler(Quick).Compile([source], Data);
        if (compiled.Policy is not { } quick)
        {
            _ = compiled.Errors.Count > 0 ? DiagnosticText.Describe(compiled.Errors) : throw new FuzzingFind("neither a policy nor an error");
            return;
        }

        var query = quick.Prepare("data");
        var whole = Ask(query, input, Limits);
        HoldWithLess(query, input, whole);
        if (new RegoCompiler(Plain).Compile([source], Data).Policy is not { } plain)
        {
            throw new FuzzingFind("compiles one way only");
        }

        var other = Ask(plain.Prepare("data"), input, Limits);
        if (whole != other && !whole.IsCut && !other.IsCut)
        {
            throw new FuzzingFind($"with shortcuts {whole}\nwithout {other}");
        }
    }

    private static void HoldWithLess(PreparedQuery query, RegoValue input, Outcome whole)
    {
        var less = Ask(query, input, Limits with { MaxSteps = 200 });
        if (less != whole && !less.IsCut)
        {
            throw new FuzzingFind($"with less budget {less}\nwith more {whole}");
        }
    }

    private static Outcome Ask(PreparedQuery query, RegoValue input, EvaluationLimits limits)
    {
        try
        {
            return new Outcome(query.Evaluate(input, new EvaluationOptions { Limits = limits }), null);
        }
        catch (RegoEvaluationException failure)
        {
            return new Outcome(RegoValue.Undefined, failure.Code);
        }
    }

    private sealed record Outcome(RegoValue Value, string? ErrorCode)
    {
        internal bool IsCut => ErrorCode == DiagnosticCodes.EvalCancel;

        public override string ToString() => ErrorCode ?? Value.ToString()!;
    }
}
