using Deployer.Configuration;
using Gateway.Hosting.Audit;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Deployer.Hosting;

/// <summary>Refuses to start with files that others could have read or written: the keys, what says whom to trust, and what is deployed to.</summary>
internal static class FileGuard
{
    /// <summary>Closes the process's memory to other processes, or on a developer's machine lets debuggers in.</summary>
    /// <exception cref="ConfigurationException">The kernel does not close it.</exception>
    public static void CloseMemory(DeployerOptions options)
    {
        if (options.Development)
        {
            ProcessMemory.OpenForDebuggers();
        }
        else if (!ProcessMemory.IsClosed)
        {
            throw new ConfigurationException("The kernel does not close this process's memory to other processes (prctl PR_SET_DUMPABLE).");
        }
    }

    /// <summary>Checks all files that the configuration names.</summary>
    /// <exception cref="ConfigurationException">One of them cannot be believed; the message names the key, the path, the owner and mode found, and what mends it.</exception>
    public static void Check(DeployerOptions options)
    {
        CheckSecrets(options);
        var judge = NewJudge(options);
        Require(judge, "Deployer:Policy:Directory", options.Policy.Directory, PathKind.Tree);
        for (int i = 0; i < options.Grants.PublicKeyFiles.Count; i++)
        {
            Require(judge, $"Deployer:Grants:PublicKeyFiles:{i}", options.Grants.PublicKeyFiles[i], PathKind.Trusted);
        }

        Require(judge, "Deployer:StateDirectory", AuditKeys.FolderIn(options.StateDirectory), PathKind.OwnFolder);
        Require(judge, "Deployer:Audit:SigningKeyFile", AuditKeys.PathOf(options.Audit, options.StateDirectory), PathKind.Secret);
        Require(judge, "Deployer:Audit:Directory", options.Audit.DirectoryIn(options.StateDirectory), options.Audit.Directory.Length > 0 ? PathKind.Folder : PathKind.OwnFolder);
        foreach ((string application, ApplicationOptions settings) in options.Applications)
        {
            foreach ((string environment, EnvironmentOptions to) in settings.Environments)
            {
                CheckTarget(judge, application, environment, to.Target.Directory);
            }
        }
    }

    /// <summary>Checks what the verbs of the secret store use, too.</summary>
    /// <exception cref="ConfigurationException">See <see cref="Check"/>.</exception>
    public static void CheckSecrets(DeployerOptions options)
    {
        var judge = NewJudge(options);
        Require(judge, "appsettings.json", Path.Combine(AppContext.BaseDirectory, "appsettings.json"), PathKind.Trusted);
        Require(judge, "Deployer:ConfigurationFile", options.ConfigurationFile, PathKind.Trusted);
        Require(judge, "Deployer:StateDirectory", options.StateDirectory, PathKind.OwnFolder);
        Require(judge, "Deployer:Secrets:KeyFile", options.Secrets.KeyFile, PathKind.Secret);
        Require(judge, "Deployer:Secrets:File", options.Secrets.File, PathKind.Secret);
    }

    // The folders of names that are yet to come are judged when they are deployed to.
    private static void CheckTarget(PathJudge judge, string application, string environment, string directory)
    {
        string known = Placeholders.Fill(
            directory, application == Placeholders.Any ? "{application}" : application, environment == Placeholders.Any ? "{environment}" : environment);
        string[] parts = known.Split('/');
        string[] certain = [.. parts.TakeWhile(part => !part.Contains('{', StringComparison.Ordinal))];
        Require(judge, $"Deployer:Applications:{application}:Environments:{environment}:Target:Directory", "/" + Path.Combine(certain), PathKind.Folder);
    }

    // Who reaches the socket is not who may read the keys, even where the deployer runs with that group.
    private static PathJudge NewJudge(DeployerOptions options) => new(options.Development, SocketGroup.Find(options)) { OwnFolder = options.StateDirectory };

    private static void Require(PathJudge judge, string key, string path, PathKind kind)
    {
        if (path.Length > 0 && judge.FindFault(path, kind) is { } fault)
        {
            throw new ConfigurationException($"The key '{key}' holds '{path}': {fault}");
        }
    }
}
