using System.Text;
using System.Text.Json;

namespace Benchmarks.Micro;

/// <summary>What parsing the gate's input costs here and now: the unit that figures of several machines are compared in.</summary>
internal sealed class Yardsticks
{
    private readonly string _input;

    public Yardsticks(string input)
    {
        _input = input;
        Renew();
        var utf8 = Encoding.UTF8.GetBytes(input);
        SystemTextJson = Measured.Of(() => JsonDocument.Parse(utf8).Dispose(), seconds: 2).Nanoseconds;
    }

    /// <summary>Node's <c>JSON.parse</c>, ns; NaN where there is no Node.</summary>
    public double Node { get; private set; } = double.NaN;

    /// <summary>Whether there is a Node here.</summary>
    public bool HasNode => !double.IsNaN(Node);

    /// <summary><see cref="JsonDocument"/>, ns.</summary>
    public double SystemTextJson { get; }

    /// <summary>Measures Node once more; the best counts.</summary>
    public void Renew()
    {
        var now = NodeYardstick.Measure(_input);
        Node = double.IsNaN(Node) ? now : Math.Min(Node, now);
    }
}
