using Rego;
using Rego.Options;
using Rego.Values;

namespace Benchmarks.Micro;

/// <summary>Modules, a base document, an input and a query.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Modules">The policy.</param>
/// <param name="DataJson">The base document, as UTF-8 JSON.</param>
/// <param name="InputJson">The input, as JSON.</param>
/// <param name="Query">What is asked.</param>
internal sealed record Workload(string Name, IReadOnlyList<RegoSource> Modules, byte[] DataJson, string InputJson, string Query)
{
    /// <summary>Bounds that none of the workloads comes near to.</summary>
    public static EvaluationOptions Options { get; } = new() { Limits = new EvaluationLimits(100_000_000, TimeSpan.FromSeconds(30), 256, 1L << 30) };

    /// <summary>The base document.</summary>
    public RegoObject ReadData() => (RegoObject)RegoJson.Parse(DataJson, RegoJsonLimits.Data);

    /// <summary>The policy without a base document, compiled.</summary>
    public CompiledPolicy Compile() => new RegoCompiler().Compile(Modules).GetPolicyOrThrow();

    /// <summary>The query, prepared over a policy of its own.</summary>
    public PreparedQuery Prepare() => new RegoCompiler().Compile(Modules, ReadData()).GetPolicyOrThrow().Prepare(Query);

    /// <summary>The input.</summary>
    public RegoValue ReadInput() => RegoJson.Parse(InputJson);
}
