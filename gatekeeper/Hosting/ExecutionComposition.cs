using Gatekeeper.Execution;
using Gateway.Contract.Grants;
using Gateway.Hosting.Grants;

namespace Gatekeeper.Hosting;

/// <summary>What decides deployments again before they are executed.</summary>
internal static class ExecutionComposition
{
    /// <summary>Adds it.</summary>
    public static void AddExecution(this IServiceCollection services, GatekeeperOptions options)
    {
        services.AddSingleton(provider => VerificationKeys.Load(
            "Gatekeeper:Grants:TrustedKeyFiles", options.Grants.TrustedKeyFiles, provider.GetRequiredService<EcdsaGrantSigner>().PublicKey));
        services.AddSingleton<CallProver>();
        services.AddSingleton<ExecutionJudge>();
        services.AddSingleton<ExecutionGrants>();
        services.AddSingleton<ExecutionAnswers>();
        services.AddSingleton<DecisionRequestQueue>();
        services.AddHostedService<DecisionRequestWatcher>();
    }
}
