namespace Benchmarks.Micro;

/// <summary>What the engine must reach and aims at, in yardsticks.</summary>
/// <param name="known">Our own figures by now, in yardsticks.</param>
/// <param name="parse">What System.Text.Json needs for the gate's input, in yardsticks.</param>
internal sealed class SpeedGoals(IReadOnlyDictionary<string, double> known, double parse)
{
    /// <summary>Must and aim; NaN where there is none.</summary>
    public (double Must, double Aim) Of(string work)
    {
        var opa = OtherEngines.Opa(work);
        return work switch
        {
            "gate-10" or "gate-1000" => (opa / 10, parse),
            "gate-100000" => (1.2 * Known("gate-10"), Known("gate-10")),
            "rules-1000" => (Math.Min(2 * Known("rules-1"), opa / 10), 1.1 * Known("rules-1")),
            "promotion" => (opa / 10, opa / 100),
            "roles-one" or "roles-who" or "strings" or "rows-10000" => (opa / 10, opa / 30),
            Workloads.Compile or SpeedTable.Loading => (opa, opa / 3),
            _ => (double.NaN, double.NaN),
        };
    }

    private double Known(string work) => known.GetValueOrDefault(work, double.NaN);
}
