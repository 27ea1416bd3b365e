using System.CommandLine;
using Gatectl.CommandLine;

namespace Gatectl.Deployments;

/// <summary>Whether, and for how long, a command follows the deployment that it asked for.</summary>
internal sealed class WaitOptions
{
    private const int DefaultTimeoutSeconds = 3600;
    private const int MaxTimeoutSeconds = 7 * 24 * 3600;

    public Option<bool> NoWait { get; } = new("--no-wait") { Description = "Return as soon as the deployment is accepted." };

    public Option<int> TimeoutSeconds { get; } = IntegerOption.Create(
        "--timeout", "SECONDS", "How many seconds to wait for the end; the deployment itself goes on.", DefaultTimeoutSeconds, 1, MaxTimeoutSeconds);
}
