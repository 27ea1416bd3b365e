using System.Diagnostics;
using Gatekeeper.Rego;

namespace Benchmarks.Micro;

/// <summary>A policy, its data and one input.</summary>
internal sealed class Workload
{
    private const string ShippedInput =
        """
        {"action":"get","application":"shop","caller":{"authenticated_by":"jwt","claims":{"aud":"gatekeeper","exp":1800000000,"iat":1799999000,"iss":"https://ci.gate.localhost","jti":"0b6c2f3e","sub":"shop-ci"},"groups":[],"issuer":"https://ci.gate.localhost","kind":"code","subject":"shop-ci"},"context":{"decision_id":"0198f0a0-0000-7000-8000-000000000000","door":"grpc","remote_ip":"10.1.2.3","time":"2026-11-30T12:00:00.000000Z"},"environment":"test","request":{"deployment_id":"0198f0a0-0000-7000-8000-000000000001"}}
        """;

    private Workload(string name, PreparedQuery query, string inputJson)
    {
        Name = name;
        Query = query;
        InputJson = inputJson;
        Input = RegoJson.Parse(inputJson);
    }

    public string Name { get; }

    public PreparedQuery Query { get; }

    public string InputJson { get; }

    public RegoValue Input { get; }

    /// <summary>All workloads that can be had here.</summary>
    public static IEnumerable<string> Names => Repository.RegoPerf is null ? ["shipped"] : ["shipped", "gate-10", "gate-1000", "gate-100000"];

    /// <summary>Loads a workload and makes sure that it decides as it should.</summary>
    public static Workload Load(string name)
    {
        var workload = name == "shipped" ? LoadShipped() : LoadPerf(name);
        var result = (RegoObject)workload.Query.Evaluate(workload.Input, Options);
        return result["allow"].Equals(RegoBoolean.True) ? workload : throw new InvalidOperationException($"{name} does not allow: {result}");
    }

    /// <value>As the gatekeeper evaluates, with room for a machine that is busy.</value>
    public static EvaluationOptions Options { get; } = new() { Limits = new EvaluationLimits(5_000_000, TimeSpan.FromSeconds(5), 256, 64 * 1024 * 1024) };

    private static Workload LoadShipped()
    {
        var files = PolicyDirectory.Load(Repository.Policies);
        return new Workload("shipped", Prepare(files.Modules.Where(module => !module.Path.EndsWith("_test.rego", StringComparison.Ordinal)), files.Data), ShippedInput);
    }

    private static Workload LoadPerf(string name)
    {
        var folder = Path.Combine(Make(), name);
        var modules = new[] { new RegoSource("policy.rego", File.ReadAllText(Path.Combine(folder, "policy.rego"))) };
        var data = (RegoObject)RegoJson.Parse(File.ReadAllBytes(Path.Combine(folder, "data.json")), RegoJsonLimits.Data);
        return new Workload(name, Prepare(modules, data), File.ReadAllText(Path.Combine(folder, "input.json")));
    }

    private static PreparedQuery Prepare(IEnumerable<RegoSource> modules, RegoObject data) =>
        new RegoCompiler().Compile(modules, data).GetPolicyOrThrow().Prepare("data.gatekeeper.decision");

    private static string Make()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"rego-perf-{Environment.UserName}");
        if (!Directory.Exists(Path.Combine(folder, "compile-500")))
        {
            using var make = Process.Start("python3", [Path.Combine(Repository.RegoPerf!, "make.py"), folder]);
            make.WaitForExit();
        }

        return folder;
    }
}
