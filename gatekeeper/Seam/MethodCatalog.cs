using System.Collections.Frozen;
using Deploy.V1;
using Google.Api;
using Google.Protobuf.Reflection;
using ErrorReason = Deploy.V1.ErrorReason;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Gatekeeper.Seam;

/// <summary>
/// All methods that have a door, built from the contract: a method is known by what the contract says of it, and reached under
/// exactly its own paths.
/// </summary>
internal sealed class MethodCatalog
{
    private static readonly ServiceDescriptor[] Answered = [PolicyService.Descriptor, AuditService.Descriptor];

    private readonly FrozenDictionary<string, MethodCatalogEntry> _byGrpcPath;

    /// <summary>Reads the methods of <see cref="Services"/>. No other service of the contract has a door.</summary>
    /// <exception cref="InvalidOperationException">The contract has a method that the doors cannot offer.</exception>
    public MethodCatalog()
    {
        var methods = Services.SelectMany(service => service.Methods).ToList();
        var templates = methods.Select(method => RouteOf(method, hasVerbs: true).Template).ToList();
        Entries = [.. methods.Zip(templates, (method, template) => Build(method, HasVerbs(template, templates)))];
        _byGrpcPath = Entries.ToFrozenDictionary(entry => entry.GrpcPath);
    }

    /// <value>The services that have a door: the one whose calls are forwarded, and those that the gatekeeper answers itself.</value>
    public static IReadOnlyList<ServiceDescriptor> Services { get; } = [DeployService.Descriptor, .. Answered];

    /// <value>The methods, in the contract's order.</value>
    public IReadOnlyList<MethodCatalogEntry> Entries { get; }

    /// <summary>The method with exactly this gRPC path, or <c>null</c>.</summary>
    public MethodCatalogEntry? FindGrpc(string path) => _byGrpcPath.GetValueOrDefault(path);

    /// <summary>Whether <paramref name="path"/> is the gRPC path of a method in another spelling.</summary>
    public bool IsOtherSpelling(string path) =>
        Entries.Any(entry => entry.GrpcPath.Equals(path, StringComparison.OrdinalIgnoreCase) && entry.GrpcPath != path);

    /// <summary>The method that REST reaches under <paramref name="path"/>.</summary>
    /// <param name="httpMethod">The request's method.</param>
    /// <param name="path">The path in canonical form, without a query.</param>
    /// <param name="values">The values of the route's variables.</param>
    /// <exception cref="CallException">None: the path is unknown, is another spelling of a known one, or has another method.</exception>
    public MethodCatalogEntry FindRest(string httpMethod, ReadOnlySpan<char> path, out string[] values)
    {
        string? allowedMethod = null;
        var isOtherSpelling = false;
        foreach (var entry in Entries)
        {
            var match = entry.Route.Match(path, out values);
            if (match == RouteMatch.Exact && entry.Route.HttpMethod == httpMethod)
            {
                return entry;
            }

            isOtherSpelling |= match == RouteMatch.OtherSpelling;
            if (match == RouteMatch.Exact)
            {
                allowedMethod = allowedMethod is null ? entry.Route.HttpMethod : $"{allowedMethod}, {entry.Route.HttpMethod}";
            }
        }

        throw new CallException(NotFound(allowedMethod, isOtherSpelling));
    }

    private static CallError NotFound(string? allowedMethod, bool isOtherSpelling)
    {
        if (allowedMethod is not null)
        {
            return new CallError(ErrorReason.MethodNotAllowed, "This resource has other methods.") { AllowedMethod = allowedMethod };
        }

        return isOtherSpelling
            ? new CallError(ErrorReason.NonCanonicalPath, "The request's target is not in its canonical form.")
            : new CallError(ErrorReason.UnknownMethod, "There is no such method.");
    }

    private static bool HasVerbs(string template, IEnumerable<string> all) => all.Any(other => other.StartsWith(template + ":", StringComparison.Ordinal));

    private static MethodCatalogEntry Build(MethodDescriptor method, bool hasVerbs)
    {
        if (method.IsClientStreaming)
        {
            throw new InvalidOperationException($"{method.FullName} streams its requests: it cannot be decided as a whole.");
        }

        return new MethodCatalogEntry(method, RouteOf(method, hasVerbs), isAnswered: Answered.Contains(method.Service));
    }

    private static RestRoute RouteOf(MethodDescriptor method, bool hasVerbs) => method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) switch
    {
        null => throw new InvalidOperationException($"{method.FullName} has no google.api.http annotation."),
        { PatternCase: HttpRule.PatternOneofCase.Get, Body: "" } rule => RestRoute.Parse(HttpMethods.Get, rule.Get, hasBody: false, hasVerbs),
        { PatternCase: HttpRule.PatternOneofCase.Post, Body: "*" } rule => RestRoute.Parse(HttpMethods.Post, rule.Post, hasBody: true, hasVerbs),
        _ => throw new InvalidOperationException($"{method.FullName}: only GET without a body, and POST with body '*', are offered."),
    };
}
