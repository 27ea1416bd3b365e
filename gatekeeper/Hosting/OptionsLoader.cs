using System.Net;
using Gatekeeper.Calls;
using Gatekeeper.Identity;
using Gateway.Hosting.Notifications;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Gatekeeper.Hosting;

/// <summary>Binds and validates the configuration. What is not understood stops the start.</summary>
internal static class OptionsLoader
{
    /// <summary>Reads the section <c>Gatekeeper</c>.</summary>
    /// <exception cref="ConfigurationException">A key is unknown or a value invalid.</exception>
    public static GatekeeperOptions Load(IConfiguration configuration)
    {
        var options = StrictBinder.Bind<GatekeeperOptions>(configuration.GetSection(GatekeeperOptions.Section));
        var problems = OptionAnnotations.FindFaults(options, GatekeeperOptions.Section).ToList();
        ValidateListen(options.Listen, problems);
        RefuseOtherListeners(configuration, problems);
        if (options.Deployer.Socket.Length > 0 && !SocketPath.IsValid(options.Deployer.Socket))
        {
            problems.Add(Setting.Fault("Gatekeeper:Deployer:Socket", options.Deployer.Socket, $"a path of at most {SocketPath.MaxBytes} bytes"));
        }

        ValidateProxies(options.TrustedProxies, problems);
        ValidateTls(options, problems);
        ValidateIssuers(options.Issuers, problems);
        problems.AddRange(NotificationRules.FindFaults(options.Notifications, GatekeeperOptions.Section, NotificationTypes.OfGatekeeper, options.Development));
        return problems.Count == 0 ? options : throw new ConfigurationException(string.Join(Environment.NewLine, problems));
    }

    private static void ValidateListen(string listen, List<string> problems)
    {
        if (!IPEndPoint.TryParse(listen, out _) || !listen.Contains(':', StringComparison.Ordinal))
        {
            problems.Add(Setting.Fault("Gatekeeper:Listen", listen, "an IP address and a port, for example 0.0.0.0:8443"));
        }
    }

    // A listener of Kestrel's own configuration would have no TLS of ours, or none at all.
    private static void RefuseOtherListeners(IConfiguration configuration, List<string> problems)
    {
        foreach (var key in configuration.GetSection("Kestrel").AsEnumerable().Where(pair => pair.Value is not null))
        {
            problems.Add($"{Setting.Describe(key.Key, key.Value!)}: the gatekeeper listens on one address with TLS, which Gatekeeper:Listen and Gatekeeper:Tls say. Remove the section Kestrel.");
        }
    }

    private static void ValidateProxies(TrustedProxyOptions proxies, List<string> problems)
    {
        if (proxies.Protocol is not (TrustedProxyOptions.ForwardedFor or TrustedProxyOptions.ProxyV2))
        {
            problems.Add(Setting.Fault("Gatekeeper:TrustedProxies:Protocol", proxies.Protocol, $"{TrustedProxyOptions.ForwardedFor} or {TrustedProxyOptions.ProxyV2}"));
        }

        foreach (var (i, address) in proxies.Addresses.Index().Where(entry => entry.Item.Length > 0 && TrustedProxies.TryParse(entry.Item) is null))
        {
            problems.Add(Setting.Fault($"Gatekeeper:TrustedProxies:Addresses:{i}", address, "an IP address, or a network such as 10.1.2.0/24 whose address has no bits beyond its length; never one of length 0, which is everybody"));
        }
    }

    private static void ValidateTls(GatekeeperOptions options, List<string> problems)
    {
        var hasCertificate = options.Tls.CertificateFile.Length > 0;
        if (hasCertificate != options.Tls.KeyFile.Length > 0)
        {
            problems.Add("The keys 'Gatekeeper:Tls:CertificateFile' and 'Gatekeeper:Tls:KeyFile' belong together; one of them is missing.");
        }
        else if (!hasCertificate && !options.Development)
        {
            problems.Add(Setting.Fault("Gatekeeper:Tls:CertificateFile", "", "a certificate; with Gatekeeper:Development=true a local one is made"));
        }
    }

    private static void ValidateIssuers(IssuerOptions[] issuers, List<string> problems)
    {
        if (issuers.Length == 0)
        {
            problems.Add("The key 'Gatekeeper:Issuers' is empty: without an issuer nobody could call. Configure Gatekeeper:Issuers:0:Issuer and its keys.");
        }

        if (issuers.DistinctBy(issuer => issuer.Issuer).Count() != issuers.Length)
        {
            problems.Add("The key 'Gatekeeper:Issuers' has two entries with the same Issuer.");
        }

        for (var i = 0; i < issuers.Length; i++)
        {
            ValidateIssuer(issuers[i], $"Gatekeeper:Issuers:{i}", problems);
        }
    }

    private static void ValidateIssuer(IssuerOptions issuer, string path, List<string> problems)
    {
        if (issuer.Authority.Length > 0 == issuer.JwksFile.Length > 0)
        {
            problems.Add($"The key '{path}' must have exactly one of Authority and JwksFile.");
        }

        if (issuer.Authority.Length > 0 && !IsAuthority(issuer.Authority))
        {
            problems.Add(Setting.Fault($"{path}:Authority", issuer.Authority, "an https address (http only on loopback) without query or fragment"));
        }

        foreach (var algorithm in issuer.Algorithms.Where(algorithm => !TokenAlgorithms.IsAsymmetric(algorithm)))
        {
            problems.Add(Setting.Fault($"{path}:Algorithms", algorithm, string.Join(", ", TokenAlgorithms.Default)));
        }
    }

    private static bool IsAuthority(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;
}
