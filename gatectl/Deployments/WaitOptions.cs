using System.CommandLine;

namespace Gatectl.Deployments;

/// <summary>Whether, and for how long, a command follows the deployment that it asked for.</summary>
internal sealed class WaitOptions
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromHours(1);

    public Option<bool> NoWait { get; } = new("--no-wait") { Description = "Return as soon as the deployment is accepted." };

    public Option<int> TimeoutSeconds { get; } = CreateTimeout();

    private static Option<int> CreateTimeout()
    {
        var option = new Option<int>("--timeout")
        {
            Description = "How many seconds to wait for the end; the deployment itself goes on.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => (int)DefaultTimeout.TotalSeconds,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 7 * 24 * 3600)
            {
                result.AddError("--timeout takes 1 to 604800 seconds.");
            }
        });
        return option;
    }
}
