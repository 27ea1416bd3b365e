using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Rego;
using Rego.Capabilities;

namespace Gatectl.Policies.Version;

/// <summary><c>gatectl policy version</c>: which engine this is, and which OPA it answers as.</summary>
internal static class PolicyVersionCommand
{
    private static readonly Option<bool> Check = PolicyOption.Switch("--check", "Accepted for the sake of scripts: nothing is asked over the network.", "-c");

    public static Command Create(ProcessEnvironment environment) =>
        new Command("version", "Print the version of this engine, and of the language that it speaks.")
            .With(Check, PolicyOption.IgnoredArguments())
            .RunsAsOpa(environment, (context, _) => Task.FromResult(Run(context.Environment.Out)));

    private static int Run(TextWriter output)
    {
        output.WriteLine($"Version: {typeof(RegoCompiler).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}");
        output.WriteLine($"OPA Version: {RegoCapabilities.Versions[^1].TrimStart('v')}");
        output.WriteLine("Rego Version: v1");
        output.WriteLine($".NET Version: {Environment.Version}");
        output.WriteLine($"Platform: {(OperatingSystem.IsMacOS() ? "darwin" : "linux")}/{RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => "amd64",
            var other => other.ToString().ToLowerInvariant(),
        }}");
        output.WriteLine("WebAssembly: unavailable");
        return PolicyExitCode.Done;
    }
}
