namespace Deployer.Hosting;

/// <summary>Reads the configuration: <c>appsettings.json</c> beside the program, then the environment, then the command line.</summary>
internal static class Configuration
{
    /// <summary>Reads, binds strictly and completes the options.</summary>
    /// <exception cref="ConfigurationException">A key is unknown or a value is not valid.</exception>
    public static DeployerOptions Read(string[] arguments)
    {
        IConfigurationRoot configuration;
        try
        {
            configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true, reloadOnChange: false)
                .AddEnvironmentVariables()
                .AddCommandLine([.. arguments.SkipWhile(a => !a.StartsWith("--", StringComparison.Ordinal))])
                .Build();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            throw new ConfigurationException(e.Message);
        }

        DeployerOptions options = StrictBinder.Bind<DeployerOptions>(configuration.GetSection(DeployerOptions.Section));
        DeployerOptionsValidator.Complete(options);
        return options;
    }
}
