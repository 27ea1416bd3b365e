namespace Rego.Builtins.Patterns;

/// <summary>The characters that a <c>*</c> of a glob does not match.</summary>
internal sealed class GlobDelimiters(string text)
{
    /// <summary>No delimiters.</summary>
    internal static readonly GlobDelimiters None = new(string.Empty);

    /// <summary>The family under which patterns with these delimiters are prepared.</summary>
    internal string Family { get; } = $"glob{text}";

    /// <summary>Compiles a pattern.</summary>
    internal Func<string, Re2Regex> Compile { get; } = pattern => new Re2Regex(GlobPattern.ToRegex(pattern, text));
}
