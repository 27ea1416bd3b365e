namespace Rego.Tests.Properties;

/// <summary>
/// The decisions of a generator, one number each. When they are used up the first alternative is taken everywhere, which is the
/// simplest: fewer and smaller numbers make a smaller policy, and that is how a failing one is shrunk.
/// </summary>
internal sealed class Choices(IReadOnlyList<int> numbers)
{
    private int _next;

    /// <summary>A number from 0 up to, not including, the bound.</summary>
    internal int Below(int bound) => _next < numbers.Count ? (int)((uint)numbers[_next++] % (uint)bound) : 0;

    internal T OneOf<T>(params ReadOnlySpan<T> alternatives) => alternatives[Below(alternatives.Length)];

    /// <summary>True in one of so many cases; never when the numbers are used up.</summary>
    internal bool Rarely(int cases) => Below(cases) == cases - 1;
}
