using Rego.Networking;
using Rego.Values;

namespace Rego.Builtins.Http;

/// <summary>
/// One call of <c>http.send</c>: the same request is sent once an evaluation, and answers that may be kept are taken from the cache
/// until they are stale; then the server is asked whether they still hold.
/// </summary>
internal sealed class HttpExchange
{
    private readonly BuiltinContext _context;
    private readonly NetworkAccess _access;
    private readonly HttpRequestFields _fields;
    private readonly RegoObject _key;
    private readonly TimeSpan? _forced;
    private readonly bool _isKept;

    internal HttpExchange(BuiltinContext context, NetworkAccess access, RegoObject request)
    {
        _context = context;
        _access = access;
        _fields = new HttpRequestFields(request);
        _isKept = _fields.Truth("cache") | _fields.Truth("force_cache");
        _forced = _fields.ForcedCaching();
        _fields.CheckCachingMode();
        _key = KeyOf(request);
    }

    /// <exception cref="HttpSendException">There is no answer.</exception>
    internal RegoObject Run()
    {
        var known = _context.PerEvaluation("http.send", _ => new Dictionary<RegoObject, HttpOutcome>());
        if (known.TryGetValue(_key, out var outcome))
        {
            return outcome.Result();
        }

        try
        {
            var reply = _isKept ? FromCache() ?? FromServer() : FromServer();
            var value = HttpReplyValue.Of(_context, reply, _fields.Truth("force_json_decode"), _fields.Truth("force_yaml_decode"));
            if (_isKept || reply.HasCacheableStatus)
            {
                known[_key] = new HttpOutcome(value, null);
            }

            return value;
        }
        catch (HttpSendException e)
        {
            known[_key] = new HttpOutcome(null, e);
            throw;
        }
    }

    /// <summary>What makes two requests the same: all but the headers that it says to ignore.</summary>
    private static RegoObject KeyOf(RegoObject request)
    {
        var ignored = Operands.TryItems(request["cache_ignored_headers"], out var names) ? names.ToArray() : [];
        var key = new RegoObjectBuilder(request.Count + 1);
        foreach (var (name, value) in request)
        {
            key[name] = name is RegoString { Value: "headers" } && value is RegoObject headers
                ? RegoObject.From(headers.Where(header => !ignored.Contains(header.Key)))
                : value;
        }

        key[RegoString.From("cache_ignored_headers")] = RegoNull.Instance;
        return key.Build();
    }

    private HttpReply FromServer()
    {
        var reply = Send(HttpCallReader.Read(_context, _access, _fields));
        if (_isKept)
        {
            Keep(reply, reply);
        }

        return reply;
    }

    private HttpReply Send(HttpCall call)
    {
        using (call.Tls)
        {
            return new HttpSender(_context, _access).Send(call);
        }
    }

    private HttpReply? FromCache()
    {
        if (!_access.Cache.TryGet(_key, out var entry))
        {
            return null;
        }

        var call = HttpCallReader.Read(_context, _access, _fields);
        if (Now < entry.Expires)
        {
            call.Tls.Dispose();
            return entry.Reply;
        }

        _access.Cache.Drop(_key);
        return Revalidate(call, entry.Reply);
    }

    /// <summary>Asks the server whether a stale answer still holds; null where that cannot be asked, or the answer is no.</summary>
    private HttpReply? Revalidate(HttpCall call, HttpReply stale)
    {
        var headers = new Dictionary<string, string>(call.Headers);
        Ask("If-None-Match", "etag");
        Ask("If-Modified-Since", "last-modified");
        if (headers.Count == call.Headers.Count)
        {
            call.Tls.Dispose();
            return null;
        }

        var reply = Send(call.To(call.Url, call.Method, call.Body, headers));
        if (reply.StatusCode == 304)
        {
            var refreshed = new Dictionary<string, string[]>(stale.Headers);
            foreach (var (name, values) in reply.Headers)
            {
                refreshed[name] = values;
            }

            return Keep(stale with { Headers = refreshed }, reply);
        }

        return reply.StatusCode == 200 ? Keep(reply, reply) : null;

        void Ask(string question, string validator)
        {
            if (stale.Header(validator) is { Length: > 0 } value)
            {
                headers[question] = value;
            }
        }
    }

    private HttpReply Keep(HttpReply reply, HttpReply said)
    {
        var expires = _forced > TimeSpan.Zero ? Now + _forced : HttpFreshness.ExpiryOf(said);
        if (expires is { } moment && reply.HasCacheableStatus)
        {
            _access.Cache.Set(_key, new HttpReplyEntry(reply, moment));
        }

        return reply;
    }

    private DateTimeOffset Now => DateTimeOffset.UnixEpoch.AddTicks(_context.NowNanoseconds / TimeSpan.NanosecondsPerTick);
}
