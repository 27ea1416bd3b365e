using System.CommandLine;

namespace Gatectl.CommandLine;

/// <summary>
/// How the arguments of one top-level command are read and refused, where its users know other rules than this program's own: those of
/// the tool whose place the command takes.
/// </summary>
internal interface IArgumentStyle
{
    /// <summary>Brings the arguments of a process into the form that this program parses.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="arguments">The arguments; the first is the command's name.</param>
    /// <param name="environment">Where the user is told what is wrong with them.</param>
    /// <returns>The arguments, or the exit code of the process where they are wrong.</returns>
    (string[] Arguments, int? ExitCode) Normalize(RootCommand root, string[] arguments, ProcessEnvironment environment);

    /// <summary>Tells the user in the style's own words what could not be parsed.</summary>
    /// <param name="parsed">The arguments, with their errors.</param>
    /// <param name="command">The whole name of the command that they reached.</param>
    /// <param name="environment">Where to write.</param>
    /// <returns>The exit code, or <c>null</c> where the style has no words for it.</returns>
    int? Refuse(ParseResult parsed, string command, ProcessEnvironment environment);
}
