using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Benchmarks.Load;

/// <summary>Debian's <c>h2load</c>: sends a fixed number of requests, and every reply is counted and weighed.</summary>
internal sealed partial class H2Load(string token, string requestFile, int replyFrameLength)
{
    /// <summary>Runs the load and checks that every request was answered, and with exactly the bytes of the answer.</summary>
    /// <returns>The rate, and the generator's own CPU seconds.</returns>
    /// <exception cref="InvalidOperationException">A reply is missing, failed or is not the answer.</exception>
    public async Task<(double RequestsPerSecond, double CpuSeconds)> RunAsync(string url, int requests, (int Connections, int Streams) load)
    {
        string[] arguments =
        [
            "-n", $"{requests}", "-c", $"{load.Connections}", "-m", $"{load.Streams}", "-t", "1", "-d", requestFile,
            "-H", "content-type: application/grpc", "-H", "te: trailers", "-H", $"authorization: Bearer {token}",
            $"{url}/deploy.v1.DeployService/GetDeployment",
        ];
        var before = MachineCpu.EndedChildrenSeconds;
        using var process = Process.Start(new ProcessStartInfo("h2load", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Check(output, requests);
        return (double.Parse(Finished().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), MachineCpu.EndedChildrenSeconds - before);
    }

    // A gRPC denial is an HTTP success without a message: only the weight of all messages shows that each was the answer.
    private void Check(string output, int requests)
    {
        var succeeded = Requests().Match(output).Groups[1].Value;
        var bytes = Traffic().Match(output).Groups[1].Value;
        var expected = (long)requests * replyFrameLength;
        if (succeeded != $"{requests}" || bytes != $"{expected}")
        {
            throw new InvalidOperationException($"{succeeded} of {requests} requests succeeded with {bytes} of {expected} bytes.\n{output}");
        }
    }

    [GeneratedRegex(@"finished in [^,]+, ([0-9.]+) req/s")]
    private static partial Regex Finished();

    [GeneratedRegex(@"requests: .* (\d+) succeeded,")]
    private static partial Regex Requests();

    [GeneratedRegex(@"traffic: .*\((\d+)\) data")]
    private static partial Regex Traffic();
}
