using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Rego.Errors;
using Rego.Networking;

namespace Rego.Builtins.Http;

/// <summary>Sends a call: attempts, redirects, and every bound on them.</summary>
internal sealed class HttpSender(BuiltinContext context, NetworkAccess access)
{
    private const int FirstDelayMilliseconds = 100;

    /// <exception cref="HttpSendException">There is no answer.</exception>
    /// <exception cref="RegoEvaluationException">The evaluation's time is over, or its host ended it.</exception>
    internal HttpReply Send(HttpCall call)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return Attempt(call);
            }
            catch (HttpSendException e) when (e.IsNetwork && attempt < call.Retries)
            {
                Wait(TimeSpan.FromMilliseconds(FirstDelayMilliseconds << attempt));
            }
        }
    }

    private HttpReply Attempt(HttpCall call)
    {
        var own = call.Timeout > TimeSpan.Zero && call.Timeout < access.MaxTimeout ? call.Timeout : access.MaxTimeout;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        timeout.CancelAfter(own);
        try
        {
            // A built-in function answers before it returns.
            return FollowAsync(call, timeout.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            ThrowIfOver();
            throw new HttpSendException($"{call.Subject}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)")
            {
                IsNetwork = true,
                Raised = $"{call.Subject.Replace("\"", string.Empty, StringComparison.Ordinal)}: request timed out",
            };
        }
    }

    private void Wait(TimeSpan delay)
    {
        context.CancellationToken.WaitHandle.WaitOne(delay);
        ThrowIfOver();
    }

    private void ThrowIfOver()
    {
        if (context.CancellationToken.IsCancellationRequested)
        {
            context.CheckTime();
            throw new RegoEvaluationException(DiagnosticCodes.EvalCancel, "http.send: timed out (context deadline exceeded)", context.Location);
        }
    }

    private async Task<HttpReply> FollowAsync(HttpCall call, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var reply = await ExchangeAsync(call, cancellationToken).ConfigureAwait(false);
            if (!call.FollowsRedirects || HttpRedirect.Of(call, reply) is not { } next)
            {
                return reply;
            }

            if (redirects == access.MaxRedirects)
            {
                throw next.NetworkProblem($"stopped after {access.MaxRedirects} redirects");
            }

            Check(next);
            call = next;
        }
    }

    private void Check(HttpCall redirect)
    {
        try
        {
            HttpCallReader.CheckDestination(access, redirect.Url);
        }
        catch (HttpSendException e)
        {
            throw redirect.NetworkProblem(e.Message);
        }
    }

    private async Task<HttpReply> ExchangeAsync(HttpCall call, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new HttpClient(HttpTransport.NewHandler(access, call)) { Timeout = Timeout.InfiniteTimeSpan };
            using var message = NewMessage(call);
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return new HttpReply(
                (int)answer.StatusCode,
                $"{(int)answer.StatusCode} {answer.ReasonPhrase}",
                HeadersOf(answer),
                await ReadBodyAsync(call, answer.Content, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            throw call.NetworkProblem(HttpFailure.Describe(e, call));
        }
    }

    private static HttpRequestMessage NewMessage(HttpCall call)
    {
        var message = new HttpRequestMessage(new HttpMethod(call.Method), call.Url);
        if (call.Body.Length > 0 || call.Method is not ("GET" or "HEAD"))
        {
            message.Content = new ByteArrayContent(call.Body);
        }

        foreach (var (name, value) in call.Headers)
        {
            Add(message, name, value);
        }

        if (call.Url.UserInfo.Length > 0 && message.Headers.Authorization is null)
        {
            var credentials = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(call.Url.UserInfo));
            message.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        }

        if (!call.Headers.ContainsKey("User-Agent"))
        {
            message.Headers.TryAddWithoutValidation("User-Agent", "Gatekeeper-Rego");
        }

        return message;
    }

    private static void Add(HttpRequestMessage message, string name, string value)
    {
        // How the message is framed is not for a policy to say.
        if (name is "Content-Length" or "Transfer-Encoding" or "Trailer" or "Connection" or "Upgrade")
        {
            return;
        }

        if (!message.Headers.TryAddWithoutValidation(name, value))
        {
            message.Content ??= new ByteArrayContent([]);
            message.Content.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static Dictionary<string, string[]> HeadersOf(HttpResponseMessage answer) =>
        answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
            .GroupBy(header => header.Key.ToLowerInvariant(), header => header.Value)
            .ToDictionary(group => group.Key, group => group.SelectMany(values => values).ToArray());

    private async Task<byte[]> ReadBodyAsync(HttpCall call, HttpContent content, CancellationToken cancellationToken)
    {
        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (body.Length + read > access.MaxResponseBytes)
            {
                throw new HttpSendException($"{call.Subject}: the answer is longer than {access.MaxResponseBytes} bytes");
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
