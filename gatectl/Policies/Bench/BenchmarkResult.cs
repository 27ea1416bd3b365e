using System.Globalization;

namespace Gatectl.Policies.Bench;

/// <summary>What measuring an operation gave.</summary>
/// <param name="Runs">How many times it ran.</param>
/// <param name="Nanoseconds">How long all runs took together.</param>
/// <param name="Bytes">How many bytes all runs allocated together.</param>
/// <param name="Extra">Further figures by name.</param>
internal sealed record BenchmarkResult(long Runs, long Nanoseconds, long Bytes, IReadOnlyDictionary<string, double> Extra)
{
    private static readonly (double Least, string Format)[] Forms =
    [
        (99.95, "0"), (9.995, "0.0"), (0.9995, "0.00"), (0.09995, "0.000"), (0.009995, "0.0000"), (0.0009995, "0.00000"), (0, "0.000000"),
    ];

    internal double NanosecondsPerRun => Runs == 0 ? 0 : (double)Nanoseconds / Runs;

    internal long BytesPerRun => Runs == 0 ? 0 : Bytes / Runs;

    /// <summary>A figure with three digits that mean something.</summary>
    internal static string Format(double value) =>
        value.ToString(value == 0 ? "0" : Forms.First(form => Math.Abs(value) >= form.Least).Format, CultureInfo.InvariantCulture);

    /// <summary>As a line of Go's benchmark format, without a name.</summary>
    internal string ToGoText(bool showsMemory)
    {
        var parts = new List<string> { string.Create(CultureInfo.InvariantCulture, $"{Runs,8}"), GoFigure(NanosecondsPerRun, "ns/op") };
        parts.AddRange(Extra.OrderBy(figure => figure.Key, StringComparer.Ordinal).Select(figure => GoFigure(figure.Value, figure.Key)));
        if (showsMemory)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{BytesPerRun,8} B/op"));
        }

        return string.Join('\t', parts);
    }

    /// <summary>Writes it as OPA's JSON. The runtime counts bytes, not objects: <c>MemAllocs</c> is 0.</summary>
    internal void Write(GoJsonWriter json)
    {
        json.StartObject().Member("N", Runs).Member("T", Nanoseconds).Member("Bytes", 0).Member("MemAllocs", 0).Member("MemBytes", Bytes)
            .Name("Extra").StartObject();
        foreach (var (name, value) in Extra.OrderBy(figure => figure.Key, StringComparer.Ordinal))
        {
            json.Name(name).Raw(value.ToString(CultureInfo.InvariantCulture));
        }

        json.EndObject().EndObject();
    }

    private static string GoFigure(double value, string unit)
    {
        var text = Format(value);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var width = point < 0 ? 10 : 10 + text.Length - point;
        return $"{text.PadLeft(width)} {unit}";
    }
}
