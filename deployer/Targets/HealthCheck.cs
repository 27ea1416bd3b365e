using Deployer.Destinations;
using Deployer.Errors;

namespace Deployer.Targets;

/// <summary>Asks whether the current release is well, again and again until it is or the time is over.</summary>
internal sealed class HealthCheck(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Waits until the destination is healthy. One without a check is healthy at once.</summary>
    /// <exception cref="StepFailedException">It was not, within the check's time.</exception>
    public async Task WaitAsync(Destination destination, ITarget target, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        while (!await IsHealthyAsync(destination, target, cancellation))
        {
            if (time.GetElapsedTime(begin) + Pause > destination.HealthCheckTimeout)
            {
                throw new StepFailedException($"The health check did not succeed in time: {Lack(destination)}.");
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static string Lack(Destination destination) =>
        destination.HealthCheckFile.Length > 0 ? $"the release has no file '{destination.HealthCheckFile}'" : "its url did not answer with success";

    private async Task<bool> IsHealthyAsync(Destination destination, ITarget target, CancellationToken cancellation)
    {
        if (destination.HealthCheckFile.Length > 0)
        {
            return await target.HasFileAsync(destination.HealthCheckFile, cancellation);
        }

        return destination.HealthCheckUrl.Length == 0 || await AnswersAsync(destination.HealthCheckUrl, cancellation);
    }

    private async Task<bool> AnswersAsync(string url, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(OneTry);
        try
        {
            using var response = await _client.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
