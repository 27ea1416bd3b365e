using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Micro;

/// <summary>How long Node takes to parse a JSON text here and now.</summary>
internal static class NodeYardstick
{
    private const string Script =
        """
        const text = require('fs').readFileSync(0, 'utf8');
        let best = Infinity, kept = 0;
        const begin = process.hrtime.bigint();
        while (process.hrtime.bigint() - begin < 1000000000n) {
          const start = process.hrtime.bigint();
          for (let i = 0; i < 1000; i++) kept += JSON.parse(text) ? 1 : 0;
          best = Math.min(best, Number(process.hrtime.bigint() - start) / 1000);
        }
        console.log(best);
        """;

    /// <summary>Nanoseconds a parse, the best of a second's short rounds; NaN where there is no Node.</summary>
    public static double Measure(string json)
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", ["-e", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            node.StandardInput.Write(json);
            node.StandardInput.Close();
            return double.Parse(node.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return double.NaN;
        }
    }
}
