using Gatectl.Gates;

namespace Gatectl.Dev;

/// <summary>Writes the demo callers' tokens, and writes them anew while the gate is up.</summary>
internal sealed class DemoTokens(DevPaths paths, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromHours(8);

    public IReadOnlyDictionary<string, string> Files { get; } =
        DemoCaller.All.ToDictionary(caller => caller.Name, caller => paths.TokenFile(caller.Name), StringComparer.Ordinal);

    public void Write()
    {
        foreach (var callers in DemoCaller.All.GroupBy(caller => caller.Issuer))
        {
            using var issuer = TokenIssuer.Open(paths, callers.Key, time);
            foreach (var caller in callers)
            {
                StateFiles.WriteSecret(paths.TokenFile(caller.Name), issuer.Sign(caller.Name, Lifetime, claims: caller.Claims) + "\n");
            }
        }
    }

    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RenewEvery, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            Write();
        }
    }
}
