using System.Diagnostics;
using System.Security.Cryptography;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Dev;

/// <summary>
/// Puts a credential for <c>production</c> into the deployer's secret store, once: its deployments then go only as far as
/// <c>data.deployer.credentials</c> lets them. Nothing opens with it.
/// </summary>
internal static class DemoSecrets
{
    public const string Environment = "production";

    public const string Name = $"{SampleApplication.Name}-{Environment}";

    private const int ValueBytes = 24;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static async Task EnsureAsync(DevPaths paths, ProgramDirectories directories, CancellationToken cancellationToken)
    {
        if (File.Exists(paths.SecretsStored))
        {
            return;
        }

        using var process = Process.Start(StartInfo(paths, directories)) ?? throw CommandFailure.Failed("the deployer cannot be started.");
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.WriteAsync(Convert.ToBase64String(RandomNumberGenerator.GetBytes(ValueBytes)));
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Timeout, cancellationToken);
        if (process.ExitCode != 0)
        {
            throw CommandFailure.Failed($"the credential {Name} cannot be stored: {(await error).Trim()}");
        }

        StateFiles.Write(paths.SecretsStored, Name + "\n");
    }

    private static ProcessStartInfo StartInfo(DevPaths paths, ProgramDirectories directories)
    {
        var info = directories.Find("deployer");
        info.ArgumentList.Add("secrets");
        info.ArgumentList.Add("put");
        info.ArgumentList.Add(Name);
        info.ArgumentList.Add($"--Deployer:StateDirectory={paths.Deployer}");
        info.ArgumentList.Add("--Deployer:Development=true");
        info.ArgumentList.Add($"--Deployer:Secrets:KeyFile={paths.SecretsKey}");
        info.RedirectStandardInput = info.RedirectStandardOutput = info.RedirectStandardError = true;
        ChildProgramSpec.RemoveForeignConfiguration(info);
        return info;
    }
}
