using System.Globalization;

namespace Benchmarks.Load;

/// <summary>How the side-by-side run is done.</summary>
/// <param name="Repetitions">Pairs a load.</param>
/// <param name="Seconds">About how long one measurement takes.</param>
/// <param name="Loads">Connections and streams a connection.</param>
/// <param name="Policies">The gate's policies; they must allow <c>shop-ci</c> to read <c>shop</c> in <c>test</c>, and nothing of <c>other</c>.</param>
/// <param name="MaxForeignCores">A measurement during which others used more than this is repeated, at most three times.</param>
internal sealed record LoadOptions(int Repetitions, double Seconds, IReadOnlyList<(int Connections, int Streams)> Loads, string Policies, double MaxForeignCores)
{
    public static LoadOptions Parse(string[] args)
    {
        var options = new LoadOptions(8, 0.8, [(8, 8), (16, 16)], Repository.Policies, 0.10);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            options = (args[i], args[i + 1]) switch
            {
                ("--reps", var value) => options with { Repetitions = int.Parse(value, CultureInfo.InvariantCulture) },
                ("--seconds", var value) => options with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) },
                ("--max-foreign", var value) => options with { MaxForeignCores = double.Parse(value, CultureInfo.InvariantCulture) },
                ("--policies", var value) => options with { Policies = Path.GetFullPath(value) },
                ("--loads", var value) => options with { Loads = [.. value.Split(',').Select(ParseLoad)] },
                _ => throw new ArgumentException($"Unknown option {args[i]}."),
            };
        }

        return options;
    }

    private static (int Connections, int Streams) ParseLoad(string text)
    {
        var parts = text.Split('x');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
