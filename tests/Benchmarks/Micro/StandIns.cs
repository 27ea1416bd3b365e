using System.Globalization;
using System.Text;
using System.Text.Json;
using Rego;

namespace Benchmarks.Micro;

/// <summary>
/// Workloads of the same form and size as the shared ones, for where those are absent. Their figures are not those of the
/// shared ones, so they are no measure against other engines.
/// </summary>
internal static class StandIns
{
    public static Workload Make(string name) => name switch
    {
        "rules-1" => Rules(1),
        "rules-1000" => Rules(1000),
        Workloads.Compile => Modules(500),
        _ when name.StartsWith("gate-", StringComparison.Ordinal) => Gate(int.Parse(name.AsSpan(5), CultureInfo.InvariantCulture)),
        _ => FromFile(name),
    };

    private static Workload Gate(int size) => new(
        $"gate-{size}", [Policy("gate")], Json(StandInData.Grants(size)), StandInData.Call, "data.standin.gate.decision");

    private static Workload FromFile(string name)
    {
        var file = name.Split('-')[0];
        var query = name switch
        {
            "roles-one" => "data.standin.roles.allow",
            "roles-who" => "data.standin.roles.who",
            "promotion" => "data.standin.promotion",
            _ => $"data.standin.{file}.answer",
        };
        return new Workload(name, [Policy(file)], Json(StandInData.For(file)), StandInData.InputFor(file), query);
    }

    private static Workload Rules(int count)
    {
        var text = new StringBuilder("package standin.rules\n\ndefault allow := false\n");
        for (var i = 1000 - count; i < 1000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nallow if {{\n\tinput.verb == \"v{i % 40}\"\n\tinput.target == \"t{i}\"\n\tinput.rank >= {i % 5}\n}}\n");
        }

        return new Workload($"rules-{count}", [new RegoSource("rules.rego", text.ToString())], "{}"u8.ToArray(), """{"verb":"v39","target":"t999","rank":4}""", "data.standin.rules.allow");
    }

    private static Workload Modules(int count)
    {
        var modules = Enumerable.Range(0, count).Select(i => new RegoSource($"m{i}.rego", Module(i))).ToList();
        return new Workload(Workloads.Compile, modules, "{}"u8.ToArray(), """{"items":[]}""", $"data.standin.m{count - 1}.sum");
    }

    private static string Module(int i)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"package standin.m{i}\n\n");
        text.Append(i > 0 ? string.Create(CultureInfo.InvariantCulture, $"import data.standin.m{i - 1}\n\n") : string.Empty);
        for (var k = 0; k < 5; k++)
        {
            text.Append(CultureInfo.InvariantCulture, $"found{k} contains item if {{\n\tsome item in input.items\n\titem.kind == \"k{k}\"\n\tnot item.hidden\n\tcount(item.name) > {k}\n}}\n\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"scale(a, b) := c if {{\n\tc := a + (b * {i})\n\tc > 0\n}} else := 0\n\n");
        text.Append("sum := scale(count(found0), 1)");
        return text.Append(i > 0 ? string.Create(CultureInfo.InvariantCulture, $" + m{i - 1}.scale(1, 2)\n") : "\n").ToString();
    }

    private static RegoSource Policy(string file) =>
        new($"{file}.rego", File.ReadAllText(Path.Combine(SourceTree.Root, "tests", "Benchmarks", "Micro", "StandInPolicies", $"{file}.rego")));

    private static byte[] Json(object data) => JsonSerializer.SerializeToUtf8Bytes(data);
}
