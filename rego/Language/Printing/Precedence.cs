namespace Rego.Printing;

/// <summary>How tightly operators bind; those of one level from left to right.</summary>
internal static class Precedence
{
    /// <summary>The level of <c>=</c> and <c>:=</c>, which make a statement.</summary>
    internal const int Equation = 0;

    /// <summary>The level of an operator's sign: the higher, the tighter.</summary>
    internal static int Of(string sign) => sign switch
    {
        "=" or ":=" => Equation,
        "in" => 1,
        "==" or "!=" or "<" or "<=" or ">" or ">=" => 2,
        "|" => 3,
        "&" => 4,
        "+" or "-" => 5,
        "*" or "/" or "%" => 6,
        _ => throw new ArgumentOutOfRangeException(nameof(sign), sign, "no such operator"),
    };
}
