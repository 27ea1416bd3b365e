using System.ComponentModel.DataAnnotations;
using System.Net;
using Gatekeeper.Identity;
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
        var problems = new List<string>();
        Validate(options, GatekeeperOptions.Section, problems);
        ValidateListen(options.Listen, problems);
        RefuseOtherListeners(configuration, problems);
        ValidateTls(options, problems);
        ValidateIssuers(options.Issuers, problems);
        return problems.Count == 0 ? options : throw new ConfigurationException(string.Join(Environment.NewLine, problems));
    }

    private static void Validate(object options, string path, List<string> problems)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        foreach (var result in results)
        {
            var member = result.MemberNames.FirstOrDefault();
            var value = member is null ? null : options.GetType().GetProperty(member)?.GetValue(options);
            problems.Add(value is null or "" or Array { Length: 0 } ? $"{path}:{member} is '': it must be given." : $"{path}:{member} is '{value}': {result.ErrorMessage}");
        }

        foreach (var property in options.GetType().GetProperties())
        {
            switch (property.GetValue(options))
            {
                case IssuerOptions[] issuers:
                    for (var i = 0; i < issuers.Length; i++)
                    {
                        Validate(issuers[i], $"{path}:{property.Name}:{i}", problems);
                    }

                    break;
                case Array:
                    break;
                case { } nested when IsSection(nested.GetType()):
                    Validate(nested, $"{path}:{property.Name}", problems);
                    break;
            }
        }
    }

    // The sections that both programs have are the shared library's.
    private static bool IsSection(Type type) =>
        type.Namespace is { } name && (name.StartsWith("Gatekeeper.", StringComparison.Ordinal) || name.StartsWith("Gateway.", StringComparison.Ordinal));

    private static void ValidateListen(string listen, List<string> problems)
    {
        if (!IPEndPoint.TryParse(listen, out _) || !listen.Contains(':', StringComparison.Ordinal))
        {
            problems.Add($"Gatekeeper:Listen is '{listen}': it must be an IP address and a port, for example 0.0.0.0:8443.");
        }
    }

    // A listener of Kestrel's own configuration would have no TLS of ours, or none at all.
    private static void RefuseOtherListeners(IConfiguration configuration, List<string> problems)
    {
        foreach (var key in configuration.GetSection("Kestrel").AsEnumerable().Where(pair => pair.Value is not null))
        {
            problems.Add($"{key.Key} is '{key.Value}': the gatekeeper listens on one address with TLS, which Gatekeeper:Listen and Gatekeeper:Tls say. Remove the section Kestrel.");
        }
    }

    private static void ValidateTls(GatekeeperOptions options, List<string> problems)
    {
        var hasCertificate = options.Tls.CertificateFile.Length > 0;
        if (hasCertificate != options.Tls.KeyFile.Length > 0)
        {
            problems.Add("Gatekeeper:Tls: CertificateFile and KeyFile belong together; one of them is missing.");
        }
        else if (!hasCertificate && !options.Development)
        {
            problems.Add("Gatekeeper:Tls:CertificateFile is '': a certificate is needed, or Gatekeeper:Development=true to have a local one made.");
        }
    }

    private static void ValidateIssuers(IssuerOptions[] issuers, List<string> problems)
    {
        if (issuers.Length == 0)
        {
            problems.Add("Gatekeeper:Issuers is empty: without an issuer nobody could call. Configure Gatekeeper:Issuers:0:Issuer and its keys.");
        }

        if (issuers.DistinctBy(issuer => issuer.Issuer).Count() != issuers.Length)
        {
            problems.Add("Gatekeeper:Issuers: two entries have the same Issuer.");
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
            problems.Add($"{path}: exactly one of Authority and JwksFile must be given.");
        }

        if (issuer.Authority.Length > 0 && !IsAuthority(issuer.Authority))
        {
            problems.Add($"{path}:Authority is '{issuer.Authority}': it must be an https address (http only on loopback) without query or fragment.");
        }

        foreach (var algorithm in issuer.Algorithms.Where(algorithm => !TokenAlgorithms.IsAsymmetric(algorithm)))
        {
            problems.Add($"{path}:Algorithms has '{algorithm}': valid are {string.Join(", ", TokenAlgorithms.Default)}.");
        }
    }

    private static bool IsAuthority(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;
}
