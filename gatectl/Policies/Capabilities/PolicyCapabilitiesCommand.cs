using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Rego.Capabilities;

namespace Gatectl.Policies.Capabilities;

/// <summary><c>gatectl policy capabilities</c>: what an OPA of a version can do.</summary>
internal static class PolicyCapabilitiesCommand
{
    private static readonly Option<bool> Current = PolicyOption.Switch("--current", "Of the version whose language this engine speaks.");
    private static readonly Option<string?> Version = PolicyOption.Text("--version", "Of a version of OPA, for example v1.4.2.", "VERSION");
    private static readonly Option<string?> File = PolicyOption.Text("--file", "Of a file, as it is read.", "FILE");

    public static Command Create(ProcessEnvironment environment) =>
        new Command("capabilities", "Print the built-in functions, keywords and features of a version; without a flag, the versions that are known.")
            .With(Current, Version, File, PolicyOption.IgnoredArguments())
            .RunsAsOpa(environment, (context, _) => Task.FromResult(Run(context)));

    private static int Run(CommandContext context)
    {
        var output = context.Environment.Out;
        if (context.Value(Version) is { Length: > 0 } version)
        {
            return RegoCapabilities.TryGetVersion(version, out var known) ? Print(output, known) : Refuse(context, $"no version of OPA that is known here: {version}");
        }

        if (context.Value(File) is { Length: > 0 } file)
        {
            return PrintFile(context, file);
        }

        if (context.Value(Current))
        {
            return Print(output, RegoCapabilities.Current);
        }

        output.WriteLine(string.Join('\n', RegoCapabilities.Versions));
        return PolicyExitCode.Done;
    }

    private static int PrintFile(CommandContext context, string file)
    {
        try
        {
            return Print(context.Environment.Out, RegoCapabilities.Parse(System.IO.File.ReadAllBytes(context.FullPath(file))));
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException)
        {
            return Refuse(context, $"{file}: {failure.Message}");
        }
    }

    private static int Refuse(CommandContext context, string message)
    {
        context.Output.Notice(PolicyText.Escape(message));
        return PolicyExitCode.Refused;
    }

    private static int Print(TextWriter output, RegoCapabilities capabilities)
    {
        output.WriteLine(GoJsonWriter.ToText(capabilities.ToValue()));
        return PolicyExitCode.Done;
    }
}
