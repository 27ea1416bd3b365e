using Deployer.Artifacts.Sources;
using Deployer.Configuration;
using Deployer.Conversion;
using Deployer.Deployments.Journal;
using Deployer.Hosting;
using Deployer.Secrets;
using Deployer.Secrets.Sources;
using Deployer.Targets;
using Gateway.Hosting.Background;
using Gateway.Hosting.Notifications;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;
using Gateway.Hosting.State;

// The whole order of the program is here: its memory closed before anything is in it, configuration, a verb or serving, and what a call passes on its way.
ProcessMemory.Close();
try
{
    if (args is ["destinations", ..])
    {
        return DestinationsCommand.Run(args[1..], Console.Out, Console.Error);
    }

    var isSecretsVerb = args is ["secrets", ..];
    var isJournalVerb = args is ["journal", ..];
    var isVerb = isSecretsVerb || isJournalVerb;
    if (!isVerb && args is [[not '-', ..], ..])
    {
        throw new ConfigurationException($"'{args[0]}' is not a verb. Valid are 'secrets', 'journal' and 'destinations', or none to serve, then --Deployer:KEY=VALUE.");
    }

    var arguments = isVerb ? args[1..] : args;
    var settings = isVerb ? [.. arguments.SkipWhile(a => !a.StartsWith("--", StringComparison.Ordinal))] : arguments;
    var configuration = ConfigurationReader.Read(settings, DeployerOptions.Section, "Gatekeeper", otherName: OptionsLoader.SocketNames);
    var options = OptionsLoader.Load(configuration);
    ClosedMemory.Require(options.Development);
    if (isSecretsVerb)
    {
        FileGuard.CheckSecrets(options);
        await using var input = Console.OpenStandardInput();
        return SecretsCommand.Run(arguments, options, input, Console.Out, Console.Error);
    }

    if (isJournalVerb)
    {
        FileGuard.CheckSecrets(options);
        return JournalCommand.Run(arguments, options, TimeProvider.System, Console.Out, Console.Error);
    }

    DeployerOptionsValidator.RequireServing(options);
    using (var sources = ArtifactSources.All())
    {
        sources.Check(options);
    }

    _ = SecretSources.Open(options.Secrets, TimeProvider.System);
    new DestinationRules(options, TargetKinds.All(FileGuard.JudgeOf(options))).Check();
    FileGuard.Check(options);
    NotificationServices.Check(options.Notifications, DeployerOptions.Section);
    using var state = StateDirectory.Open(options.StateDirectory, "Deployer:StateDirectory");
    await using var app = DeployerHost.Build(options, configuration, state);
    await HostRun.RunAsync(app, Setting.Describe("Deployer:Socket", options.Socket));
    return 0;
}
catch (Exception e) when (DeployerHost.StartFailureOf(e) is { } failure)
{
    await Console.Error.WriteLineAsync(failure);
    return HostRun.NotStarted;
}
