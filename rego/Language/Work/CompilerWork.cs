using Rego.Diagnostics;
using Rego.Errors;
using Rego.Sources;

namespace Rego.Work;

/// <summary>
/// Runs what reads, checks, plans or writes syntax, on a deep stack. Where the engine itself is at fault there, that is an error
/// like any other, with the place at which the work was: no caller has to reckon with any other exception than those that are
/// documented.
/// </summary>
internal static class CompilerWork
{
    /// <summary>Where the work of this thread is; each piece of work has a thread of its own. Null on any other thread.</summary>
    [ThreadStatic]
    private static Place? _place;

    /// <summary>Says where the work is.</summary>
    internal static void At(SourceLocation place)
    {
        if (place.File is not null && _place is not null)
        {
            _place.Location = place;
        }
    }

    /// <summary>Says that the work is at the beginning of a file.</summary>
    internal static void At(SourceFile file) => At(new SourceLocation(file, 0, 0, 1, 1));

    /// <summary>Runs work whose errors are an exception.</summary>
    /// <exception cref="RegoCompilationException">The engine is at fault.</exception>
    internal static T Run<T>(Func<T> work) => Run(work, static fault => throw new RegoCompilationException([fault]));

    /// <summary>Runs work.</summary>
    /// <param name="work">The work.</param>
    /// <param name="onFault">What comes out where the engine is at fault.</param>
    internal static T Run<T>(Func<T> work, Func<Diagnostic, T> onFault) => DeepStack.Run(() =>
    {
        _place = new Place();
        try
        {
            return work();
        }
        catch (Exception error) when (IsFault(error))
        {
            return onFault(new Diagnostic(DiagnosticCodes.Internal, $"{error.GetType().Name}: {error.Message}", (error as IPlacedFault)?.Location ?? _place.Location));
        }
    });

    /// <summary>Whether an exception tells neither of what is wrong with the policy, nor of the machine, nor of the caller's wish to stop.</summary>
    private static bool IsFault(Exception error) => error is not (
        ITellsWhatIsWrong or IOException or UnauthorizedAccessException or OperationCanceledException or OutOfMemoryException);

    private sealed class Place
    {
        internal SourceLocation Location { get; set; }
    }
}
