using System.Diagnostics;
using Rego;
using Rego.Loading;
using Rego.Values;

namespace Benchmarks.Micro;

/// <summary>The workloads: those that other engines were measured with, and the shipped policies.</summary>
internal static class Workloads
{
    private const string ShippedInput =
        """
        {"action":"get","application":"shop","caller":{"authenticated_by":"jwt","claims":{"aud":"gatekeeper","exp":1800000000,"iat":1799999000,"iss":"https://ci.gate.localhost","jti":"0b6c2f3e","sub":"shop-ci"},"groups":[],"issuer":"https://ci.gate.localhost","kind":"code","subject":"shop-ci"},"context":{"decision_id":"0198f0a0-0000-7000-8000-000000000000","channel":"grpc","phase":"request","remote_ip":"10.1.2.3","time":"2026-11-30T12:00:00.000000Z"},"environment":"test","request":{"deployment_id":"0198f0a0-0000-7000-8000-000000000001"}}
        """;

    /// <summary>The policies that come with the gatekeeper.</summary>
    public const string Shipped = "shipped";

    /// <summary>The five hundred modules.</summary>
    public const string Compile = "compile-500";

    /// <summary>The names of those that are evaluated.</summary>
    public static IReadOnlyList<string> Evaluated { get; } =
        [Shipped, "gate-10", "gate-1000", "gate-100000", "rules-1", "rules-1000", "roles-one", "roles-who", "promotion", "rows-10000", "strings"];

    /// <summary>Whether the shared workloads are there; where not, workloads of the same form and size stand in for them.</summary>
    public static bool AreShared => Repository.RegoPerf is not null;

    /// <summary>A workload by name.</summary>
    public static Workload Load(string name) => name switch
    {
        Shipped => LoadShipped(),
        _ when AreShared => Read(name, Path.Combine(Make(), name)),
        _ => StandIns.Make(name),
    };

    private static Workload LoadShipped()
    {
        var files = PolicyDirectory.Load(Repository.Policies);
        var modules = files.Modules.Where(module => !module.Path.EndsWith("_test.rego", StringComparison.Ordinal)).ToList();
        return new Workload(Shipped, modules, RegoJson.ToUtf8(files.Data), ShippedInput, "data.gatekeeper.decision");
    }

    private static Workload Read(string name, string directory)
    {
        var single = Path.Combine(directory, "policy.rego");
        IEnumerable<string> files = File.Exists(single) ? [single] : Directory.GetFiles(Path.Combine(directory, "policy")).Order(StringComparer.Ordinal);
        return new Workload(
            name,
            [.. files.Select(file => new RegoSource(file, File.ReadAllText(file)))],
            File.ReadAllBytes(Path.Combine(directory, "data.json")),
            File.ReadAllText(Path.Combine(directory, "input.json")),
            File.ReadAllText(Path.Combine(directory, "query.txt")).Trim());
    }

    private static string Make()
    {
        var directory = Path.Combine(Path.GetTempPath(), $"rego-perf-{Environment.UserName}");
        if (!Directory.Exists(Path.Combine(directory, Compile)))
        {
            using var make = Process.Start("python3", [Path.Combine(Repository.RegoPerf!, "make.py"), directory]);
            make.WaitForExit();
        }

        return directory;
    }
}
