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
    public async Task WaitAsync(Destination destination, CancellationToken cancellation)
    {
        long begin = time.GetTimestamp();
        while (!await IsHealthyAsync(destination, cancellation).ConfigureAwait(false))
        {
            if (time.GetElapsedTime(begin) + Pause > destination.HealthCheckTimeout)
            {
                throw new StepFailedException("The health check did not succeed in time.");
            }

            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<bool> IsHealthyAsync(Destination destination, CancellationToken cancellation)
    {
        if (destination.HealthCheckFile.Length > 0)
        {
            return File.Exists(Path.Combine(destination.TargetDirectory, "current", destination.HealthCheckFile));
        }

        return destination.HealthCheckUrl.Length == 0 || await AnswersAsync(destination.HealthCheckUrl, cancellation).ConfigureAwait(false);
    }

    private async Task<bool> AnswersAsync(string url, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(OneTry);
        try
        {
            using HttpResponseMessage response = await _client.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
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
