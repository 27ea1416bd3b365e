using System.Net;
using Rego.Errors;
using Rego.Networking;
using Rego.Options;
using Rego.Values;

namespace Rego.Tests.Builtins.Http;

/// <summary><c>http.send</c> against a real server on loopback.</summary>
public sealed class HttpSendTests
{
    private static readonly EvaluationOptions Strict = new() { Limits = EvaluationLimits.Default, StrictBuiltinErrors = true };

    [Test]
    public void Send_OfARequest_GivesStatusHeadersAndBody()
    {
        using var server = new LoopbackServer((context, body) =>
        {
            context.Response.Headers.Add("X-Who", context.Request.Headers["X-Ask"]);
            LoopbackServer.Reply(context, $"{{\"got\": {body}, \"agent\": \"{context.Request.UserAgent}\"}}", status: 201);
        });

        var reply = Send(server, """{"method": "post", "url": "URL/a?b=c", "body": {"n": 1}, "headers": {"x-ask": "me", "user-agent": "mine", "Content-Type": "application/json"}}""");

        Assert.That(server.Requests, Is.EqualTo(new[] { "POST /a?b=c {\"n\":1}" }));
        Assert.That(reply["status"].ToString(), Is.EqualTo("\"201 Created\""));
        Assert.That(reply["status_code"].ToString(), Is.EqualTo("201"));
        Assert.That(reply["body"].ToString(), Is.EqualTo("{\"agent\": \"mine\", \"got\": {\"n\": 1}}"));
        Assert.That(((RegoObject)reply["headers"])["x-who"].ToString(), Is.EqualTo("[\"me\"]"));
        Assert.That(reply["raw_body"], Is.EqualTo(RegoString.From("{\"got\": {\"n\":1}, \"agent\": \"mine\"}")));
    }

    [TestCase("text/plain", "{\"a\": 1}", "", "null")]
    [TestCase("text/plain", "{\"a\": 1}", ", \"force_json_decode\": true", "{\"a\": 1}")]
    [TestCase("application/problem+json; charset=utf-8", "{\"a\": 1}", "", "{\"a\": 1}")]
    [TestCase("application/json", "not json", "", "null")]
    [TestCase("application/x-yaml", "a: [1, x]", "", "{\"a\": [1, \"x\"]}")]
    [TestCase("text/plain", "a: 1", ", \"force_yaml_decode\": true", "{\"a\": 1}")]
    public void Send_AnswerOfAKind_IsDecodedWhereAsked(string type, string body, string more, string expected)
    {
        using var server = new LoopbackServer((context, _) => LoopbackServer.Reply(context, body, type));

        Assert.That(Send(server, $$"""{"method": "GET", "url": "URL"{{more}}}""")["body"].ToString(), Is.EqualTo(expected));
    }

    [Test]
    public void Send_TheSameRequestTwice_IsSentOnceAnEvaluation()
    {
        using var server = new LoopbackServer((context, _) => LoopbackServer.Reply(context, "1"));
        var query = Prepare(server, "p := [http.send({\"method\": \"GET\", \"url\": x, \"headers\": {\"n\": n}, \"cache_ignored_headers\": [\"n\"]}).body | some n in [\"1\", \"2\"]; some x in [input.url, input.other, input.url]]");
        var input = RegoJson.Parse($$"""{"url": "{{server.Url}}/a", "other": "{{server.Url}}/b"}""");

        query.Evaluate(input, Strict);
        Assert.That(server.Requests, Is.EquivalentTo(new[] { "GET /a", "GET /b" }));

        query.Evaluate(input, Strict);
        Assert.That(server.Requests, Has.Count.EqualTo(4));
    }

    [TestCase("\"force_cache\": true, \"force_cache_duration_seconds\": 60", "", 1)]
    [TestCase("\"cache\": true", "max-age=60", 1)]
    [TestCase("\"cache\": true", "max-age=0", 2)]
    [TestCase("\"cache\": true", "no-store", 2)]
    [TestCase("\"cache\": true, \"caching_mode\": \"deserialized\"", "max-age=60", 1)]
    public void Send_AnswerThatMayBeKept_IsKeptFromOneEvaluationToTheNext(string how, string cacheControl, int requests)
    {
        using var server = new LoopbackServer((context, _) =>
        {
            context.Response.Headers.Add("Date", DateTimeOffset.UtcNow.ToString("r"));
            context.Response.Headers.Add("Cache-Control", cacheControl);
            LoopbackServer.Reply(context, "1");
        });
        var query = Prepare(server, $"p := http.send({{\"method\": \"GET\", \"url\": \"{server.Url}\", {how}}}).body");

        Assert.That(query.Evaluate(RegoNull.Instance, Strict).ToString(), Is.EqualTo("1"));
        Assert.That(query.Evaluate(RegoNull.Instance, Strict).ToString(), Is.EqualTo("1"));
        Assert.That(server.Requests, Has.Count.EqualTo(requests));
    }

    [Test]
    public void Send_StaleAnswerWithATag_IsAskedForAgain()
    {
        using var server = new LoopbackServer((context, _) =>
        {
            context.Response.Headers.Add("ETag", "\"v1\"");
            context.Response.Headers.Add("Cache-Control", "max-age=0");
            context.Response.Headers.Add("Date", DateTimeOffset.UtcNow.ToString("r"));
            if (context.Request.Headers["If-None-Match"] == "\"v1\"")
            {
                context.Response.StatusCode = 304;
            }
            else
            {
                LoopbackServer.Reply(context, "[7]");
            }
        });
        var query = Prepare(server, $"p := http.send({{\"method\": \"GET\", \"url\": \"{server.Url}\", \"cache\": true}}).body");

        query.Evaluate(RegoNull.Instance, Strict);

        Assert.That(query.Evaluate(RegoNull.Instance, Strict).ToString(), Is.EqualTo("[7]"));
        Assert.That(server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public void Send_Redirect_IsFollowedWhereAskedOnly()
    {
        using var server = new LoopbackServer((context, _) =>
        {
            if (context.Request.RawUrl == "/a")
            {
                context.Response.Redirect("/b");
            }
            else
            {
                LoopbackServer.Reply(context, "\"there\"");
            }
        });

        Assert.That(Send(server, """{"method": "POST", "raw_body": "x", "url": "URL/a"}""")["status_code"].ToString(), Is.EqualTo("302"));
        Assert.That(Send(server, """{"method": "POST", "raw_body": "x", "url": "URL/a", "enable_redirect": true}""")["body"].ToString(), Is.EqualTo("\"there\""));
        Assert.That(server.Requests, Is.EqualTo(new[] { "POST /a x", "POST /a x", "GET /b" }));
    }

    [Test]
    public void Send_RedirectToElsewhere_IsRefused()
    {
        using var secret = new LoopbackServer((context, _) => LoopbackServer.Reply(context, "1"));
        using var server = new LoopbackServer((context, _) => context.Response.Redirect(secret.Url));

        Assert.That(
            Failure(server, """{"method": "GET", "url": "URL", "enable_redirect": true}"""),
            Is.EqualTo($"eval_builtin_error http.send: Get \"{secret.Url}\": unallowed host: 127.0.0.1"));
        Assert.That(secret.Requests, Is.Empty);
    }

    [Test]
    public void Send_RedirectsWithoutEnd_Fail()
    {
        using var server = new LoopbackServer((context, _) => context.Response.Redirect("/again"));

        Assert.That(Failure(server, """{"method": "GET", "url": "URL", "enable_redirect": true}"""), Does.Contain("stopped after 10 redirects"));
    }

    [TestCase("""{"method": "GET"}""", "eval_type_error http.send: operand 1 missing required request parameters(s): {\"url\"}")]
    [TestCase("""{"method": "GET", "url": "URL", "nope": 1, "also": 2}""", "eval_type_error http.send: operand 1 invalid request parameters(s): {\"also\", \"nope\"}")]
    [TestCase("""{"method": 1, "url": "URL"}""", "eval_builtin_error http.send: \"method\" must be a string")]
    [TestCase("""{"method": "GET", "url": "URL", "raise_error": "x"}""", "eval_builtin_error http.send: invalid value for raise_error field")]
    [TestCase("""{"method": "GET", "url": "URL", "timeout": "soon"}""", "eval_builtin_error http.send: invalid timeout value \"soon\": time: invalid duration \"soon\"")]
    [TestCase("""{"method": "GET", "url": "URL", "force_cache": true}""", "eval_builtin_error http.send: 'force_cache' set but 'force_cache_duration_seconds' parameter is missing")]
    [TestCase("""{"method": "GET", "url": "URL", "caching_mode": "x"}""", "eval_builtin_error http.send: invalid value specified for \"caching_mode\" field: x")]
    [TestCase("""{"method": "GET", "url": "URL", "headers": {"a": 1}}""", "eval_builtin_error http.send: invalid type for headers value \"1\"")]
    [TestCase("""{"method": "GET", "url": "URL", "headers": {"a": "b\r\nc: d"}}""", "eval_builtin_error http.send: net/http: invalid header field value for \"a\"")]
    [TestCase("""{"method": "GE T", "url": "URL"}""", "eval_builtin_error http.send: net/http: invalid method \"GE T\"")]
    [TestCase("""{"method": "GET", "url": "URL", "max_retry_attempts": -1}""", "eval_builtin_error http.send: invalid value -1 for field \"max_retry_attempts\"")]
    [TestCase("""{"method": "GET", "url": "URL", "tls_insecure_skip_verify": true}""", "eval_builtin_error http.send: tls_insecure_skip_verify is not allowed here")]
    [TestCase("""{"method": "GET", "url": "URL", "tls_ca_cert_file": "/etc/passwd"}""", "eval_builtin_error http.send: tls_ca_cert_file: policies have no files here")]
    [TestCase("""{"method": "GET", "url": "URL", "tls_ca_cert": "x"}""", "eval_builtin_error http.send: could not append certificates")]
    [TestCase("""{"method": "GET", "url": "ftp://127.0.0.1/"}""", "eval_builtin_error http.send: unsupported protocol scheme \"ftp\"")]
    [TestCase("""{"method": "GET", "url": "http://example.org/"}""", "eval_builtin_error http.send: unallowed host: example.org")]
    [TestCase("""{"method": "GET", "url": "http://127.0.0.1:1/"}""", "eval_builtin_error http.send: unallowed host: 127.0.0.1")]
    [TestCase("""{"method": "GET", "url": "http://user@evil.example:80\\@127.0.0.1/"}""", "eval_builtin_error http.send: ")]
    public void Send_RequestOutOfOrder_Fails(string request, string error)
    {
        using var server = new LoopbackServer((context, _) => LoopbackServer.Reply(context, "1"));

        Assert.That(Failure(server, request), Does.StartWith(error));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public void Send_WithoutRaisedErrors_AnswersWithTheError()
    {
        using var server = new LoopbackServer((context, _) => LoopbackServer.Reply(context, "1"));

        var reply = Send(server, """{"method": "GET", "url": "http://example.org/", "raise_error": false}""");

        Assert.That(reply.ToString(), Is.EqualTo("""{"error": {"code": "eval_http_send_internal_error", "message": "unallowed host: example.org"}, "status_code": 0}"""));
    }

    [Test]
    public void Send_NobodyListens_IsANetworkError()
    {
        var server = new LoopbackServer((context, _) => LoopbackServer.Reply(context, "1"));
        server.Dispose();

        var reply = Send(server, """{"method": "GET", "url": "URL/x", "raise_error": false, "max_retry_attempts": 1}""");

        Assert.That(
            ((RegoObject)reply["error"])["message"],
            Is.EqualTo(RegoString.From($"Get \"{server.Url}/x\": dial tcp 127.0.0.1:{server.Port}: connect: connection refused")));
        Assert.That(((RegoObject)reply["error"])["code"].ToString(), Is.EqualTo("\"eval_http_send_network_error\""));
    }

    [Test]
    public void Send_ServerThatDoesNotAnswer_EndsWithTheRequestsTime()
    {
        using var release = new ManualResetEventSlim();
        using var server = new LoopbackServer((_, _) => release.Wait(TimeSpan.FromSeconds(20)));

        Assert.That(
            Failure(server, """{"method": "GET", "url": "URL", "timeout": "50ms"}"""),
            Is.EqualTo($"eval_builtin_error http.send: Get {server.Url}: request timed out"));
        release.Set();
    }

    [Test]
    public void Send_ServerThatDoesNotAnswer_EndsWithTheEvaluationsTime()
    {
        using var release = new ManualResetEventSlim();
        using var server = new LoopbackServer((_, _) => release.Wait(TimeSpan.FromSeconds(20)));
        var query = Prepare(server, "p := http.send(input)");
        var options = new EvaluationOptions { Limits = EvaluationLimits.Default with { Timeout = TimeSpan.FromMilliseconds(100) } };

        var error = Assert.Throws<RegoEvaluationException>(() => query.Evaluate(Request(server, """{"method": "GET", "url": "URL"}"""), options))!;

        Assert.That(error.Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
        release.Set();
    }

    [Test]
    public void Send_EvaluationThatIsCancelled_Ends()
    {
        using var release = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        using var server = new LoopbackServer((_, _) =>
        {
            cancel.Cancel();
            release.Wait(TimeSpan.FromSeconds(20));
        });
        var query = Prepare(server, "p := http.send(input)");
        var options = new EvaluationOptions { Limits = EvaluationLimits.Default, CancellationToken = cancel.Token };

        var error = Assert.Throws<RegoEvaluationException>(() => query.Evaluate(Request(server, """{"method": "GET", "url": "URL"}"""), options))!;

        Assert.That(error.Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
        release.Set();
    }

    [TestCase("identity")]
    [TestCase("gzip")]
    public void Send_AnswerThatIsTooLong_Fails(string encoding)
    {
        using var server = new LoopbackServer((context, _) =>
        {
            context.Response.ContentType = "text/plain";
            if (encoding == "gzip")
            {
                context.Response.Headers.Add("Content-Encoding", "gzip");
                using var packed = new System.IO.Compression.GZipStream(context.Response.OutputStream, System.IO.Compression.CompressionLevel.Fastest);
                packed.Write(new byte[8 << 20]);
            }
            else
            {
                context.Response.OutputStream.Write(new byte[8 << 20]);
            }
        });

        Assert.That(Failure(server, """{"method": "GET", "url": "URL"}"""), Does.Contain("the answer is longer than 65536 bytes"));
    }

    [Test]
    public void Send_AllowedNameThatLeadsToAPrivateAddress_IsRefused()
    {
        using var server = new LoopbackServer((context, _) => LoopbackServer.Reply(context, "1"));
        var access = new NetworkAccess { Destinations = [new NetworkDestination("localhost", server.Port)] };
        var request = RegoJson.Parse($$"""{"method": "GET", "url": "http://LOCALHOST:{{server.Port}}/"}""");

        var error = Assert.Throws<RegoEvaluationException>(() => Prepare(access, "p := http.send(input)").Evaluate(request, Strict))!;

        Assert.That(error.Message, Does.Contain("an address that is not allowed"));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public void Send_AllowedNameWithItsNetwork_IsReached()
    {
        using var server = new LoopbackServer((context, _) => LoopbackServer.Reply(context, "1"));
        var access = new NetworkAccess { Destinations = [new NetworkDestination("localhost", server.Port)], PrivateNetworks = [IPNetwork.Parse("127.0.0.0/8")] };
        var request = RegoJson.Parse($$"""{"method": "GET", "url": "http://localhost:{{server.Port}}/", "headers": {"host": "127.0.0.1:{{server.Port}}"} }""");

        Assert.That(((RegoObject)Prepare(access, "p := http.send(input)").Evaluate(request, Strict))["body"].ToString(), Is.EqualTo("1"));
    }

    [TestCase("p := http.send({\"method\": \"GET\", \"url\": \"http://localhost\"})")]
    [TestCase("f := http.send")]
    [TestCase("p if { count([1]) == 1 with count as http.send }")]
    [TestCase("p := x if { x := [1 | http.send(input).status_code == 200] }")]
    [TestCase("p := net.lookup_ip_addr(input.name)")]
    public void Compile_WhereTheHostAllowsNoNetwork_IsRefused(string rule) =>
        Assert.That(new RegoCompiler().Compile([new RegoSource("t.rego", "package t\n" + rule)]).Errors, Is.Not.Empty);

    [Test]
    public void Compile_MockOfARequest_NeedsNoDestination() =>
        Assert.That(Prepare(NetworkAccess.Nowhere, "p if http.send({}).body == 5 with http.send as {\"body\": 5}").Evaluate(RegoNull.Instance, Strict).ToString(), Is.EqualTo("true"));

    [TestCase("localhost", "127.0.0.1")]
    [TestCase("10.0.0.7", "10.0.0.7")]
    public void LookUp_AllowedName_GivesItsAddresses(string name, string address)
    {
        var access = new NetworkAccess { Names = ["localhost"] };

        var found = Prepare(access, "p := net.lookup_ip_addr(input)").Evaluate(RegoString.From(name), Strict);

        Assert.That(found.ToString(), Does.Contain(address).Or.Contain("::1"));
    }

    [Test]
    public void LookUp_OtherName_IsRefused()
    {
        var query = Prepare(new NetworkAccess { Names = ["localhost"] }, "p := net.lookup_ip_addr(input)");

        Assert.That(
            Assert.Throws<RegoEvaluationException>(() => query.Evaluate(RegoString.From("example.org"), Strict))!.Message,
            Does.Contain("unallowed host: example.org"));
    }

    private static RegoObject Send(LoopbackServer server, string request) =>
        (RegoObject)Prepare(server, "p := http.send(input)").Evaluate(Request(server, request), Strict);

    private static string Failure(LoopbackServer server, string request)
    {
        var query = Prepare(server, "p := http.send(input)");
        var error = Assert.Throws<RegoEvaluationException>(() => query.Evaluate(Request(server, request), Strict))!;
        return $"{error.Code} {error.Message}";
    }

    private static RegoValue Request(LoopbackServer server, string request) =>
        RegoJson.Parse(request.Replace("URL", server.Url, StringComparison.Ordinal));

    private static PreparedQuery Prepare(LoopbackServer server, string rule) => Prepare(
        new NetworkAccess { Destinations = [new NetworkDestination("127.0.0.1", server.Port)], MaxResponseBytes = 64 * 1024 }, rule);

    private static PreparedQuery Prepare(NetworkAccess access, string rule) =>
        new RegoCompiler(new RegoCompilerOptions { Network = access })
            .Compile([new RegoSource("t.rego", "package t\n" + rule)])
            .GetPolicyOrThrow()
            .Prepare("data.t.p");
}
