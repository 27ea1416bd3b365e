namespace Gatekeeper.Rego;

/// <summary>Compiles modules and a base document into a policy.</summary>
/// <param name="options">How; the defaults where null.</param>
public sealed class RegoCompiler(RegoCompilerOptions? options = null)
{
    private readonly RegoCompilerOptions _options = options ?? new RegoCompilerOptions();

    /// <summary>Compiles. Never throws for what is wrong with the modules; that is in the result.</summary>
    public CompilationResult Compile(IEnumerable<RegoSource> modules, RegoObject? data = null)
    {
        _ = _options;
        throw new NotSupportedException();
    }
}
